namespace Dropzone.Ledger.Api.Verify;

/// <summary>Rewrites one line on a terminal; silent in a pipe.</summary>
internal sealed class VerifyProgress : IProgress<(long Position, long Head)>
{
    public void Report((long Position, long Head) value)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write(value.Position >= value.Head ? "\r\u001b[K" : $"\rchecked {value.Position} of {value.Head} events");
        }
    }
}
