using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;

namespace Dropzone.Ledger.Api.Commands;

/// <summary>What a command says about itself: who sends it, under which key, and which version it was decided on.</summary>
public sealed class CommandHeaders : IRefusable
{
    private const int LongestKey = 200;
    private readonly HttpContext context;

    private CommandHeaders(HttpContext context, string? key, long? version, Problem? refusal)
    {
        this.context = context;
        (Key, Version, Refusal) = (key, version, refusal);
    }

    /// <summary><c>Idempotency-Key</c>: the same key with the same request is done once.</summary>
    public string? Key { get; }

    /// <summary><c>If-Match</c>: the version (the ETag of an earlier answer) that the command was decided on.</summary>
    public long? Version { get; }

    /// <inheritdoc />
    public Problem? Refusal { get; }

    /// <summary>The headers of one part of a request that does many things under one key: each part has a key of its own made from it.</summary>
    /// <param name="part">Tells the part from the others.</param>
    /// <param name="version">The version that this part was decided on.</param>
    public CommandHeaders ForPart(string part, long? version) => new(context, Key is null ? null : $"{Key}/{part}", version, Refusal);

    /// <summary>Tells one request from another that reuses its key: SHA-256 of token, method, path, If-Match and body.</summary>
    public string Fingerprint()
    {
        var request = context.Request;
        var text = string.Join(
            '\n', Caller.Of(context.User).Token, request.Method, request.Path, Version?.ToString(CultureInfo.InvariantCulture), RawBody.DigestOf(context));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The id under which the log of the server knows the request; joins the events of one request.</summary>
    public string Trace => Problem.TraceOf(context);

    /// <summary>Reads the headers.</summary>
    public static ValueTask<CommandHeaders?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        var match = context.Request.Headers.IfMatch.ToString().Trim();
        Problem? refusal = null;
        if (key.Length > LongestKey || key.Any(static c => c is <= ' ' or > '~'))
        {
            refusal = Problem.Field("Idempotency-Key", $"1 to {LongestKey} printable characters without spaces are expected.");
        }

        long? version = null;
        if (match.Length > 0)
        {
            version = EntityTag.Read(match);
            refusal ??= version is null ? Problem.Field("If-Match", "The ETag of an earlier answer is expected, such as \"3\".") : null;
        }

        return ValueTask.FromResult<CommandHeaders?>(new(context, key.Length == 0 ? null : key, version, refusal));
    }
}

/// <summary>Versions as entity tags.</summary>
public static class EntityTag
{
    /// <summary>Says which version an answer shows.</summary>
    public static void Say(HttpContext context, long version) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version of a strong tag that we gave; null when it is none.</summary>
    public static long? Read(string tag) =>
        tag.Length > 2 && tag[0] == '"' && tag[^1] == '"'
        && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
