using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Api.Health;

/// <summary>
/// Asks the database whether it answers. A frozen server keeps a question for as long as its connection takes to give up: nobody waits for
/// that, and while one question is open no other is sent.
/// </summary>
public sealed class DatabaseProbe(LedgerDatabase database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private Task<bool> open = Task.FromResult(true);

    /// <summary>Whether it answered within two seconds.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        Task<bool> question;
        lock (gate)
        {
            question = open = open.IsCompleted ? AskAsync() : open;
        }

        try
        {
            return await question.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> AskAsync()
    {
        try
        {
            await using var ask = database.AppSource.CreateCommand("select 1");
            await ask.ExecuteScalarAsync();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }
}
