namespace Dropzone.Ledger.Api.Access;

/// <summary>Links that sign a browser in. The code stands in the fragment, which browsers send to nobody and servers log nowhere.</summary>
public sealed class SignInLinks(AccessTokens tokens)
{
    /// <summary>A link that works once, within five minutes.</summary>
    /// <param name="address">The address of the host, without a trailing slash.</param>
    /// <param name="token">The token that the session will stand for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<string> NewAsync(string address, AccessToken token, CancellationToken cancellation)
    {
        var code = await tokens.NewCodeAsync(token, SessionEndpoints.CodeLifetime, cancellation);
        return $"{address}/#code={code.Text}";
    }
}
