using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Enters the role that owns every object of the product, for one transaction.</summary>
internal static class OwnerRole
{
    private static readonly string Enter = SqlText.Read("enter_owner.sql");

    public static async Task EnterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Enter, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
