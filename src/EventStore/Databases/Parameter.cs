using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>Positional parameters with their types spelled out.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Text);

    public static NpgsqlParameter Bigint(long value) => Of(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Texts(string?[] values) => Of(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
