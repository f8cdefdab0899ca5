using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Api.Cli.Client;

/// <summary>Speaks HTTP to a running host. Refusals come as <see cref="CommandRefusedException"/>, which the command line prints.</summary>
public sealed class LedgerClient : IDisposable
{
    private readonly HttpClient http;

    /// <summary>Opens nothing yet.</summary>
    public LedgerClient(HostAddress address)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address.Url, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Token);
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>A JSON answer.</summary>
    /// <exception cref="CommandRefusedException">The host refused, or cannot be reached.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Get, path, null, cancellation);

    /// <summary>As <see cref="GetAsync"/>, with a method, a body of JSON text, and the version (as an entity tag) that is meant to be changed.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json, CancellationToken cancellation, string? ifMatch = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.ParseAdd(ifMatch);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await TryAsync(request, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return Parse(body);
    }

    /// <summary>The lines of an NDJSON answer, as they arrive.</summary>
    public IAsyncEnumerable<JsonElement> LinesAsync(string path, CancellationToken cancellation) => LinesAsync(HttpMethod.Get, path, null, cancellation);

    /// <summary>As the other form, with a method and a body of JSON text.</summary>
    public async IAsyncEnumerable<JsonElement> LinesAsync(
        HttpMethod method, string path, string? json, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        using var response = await TryAsync(request, cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Parse(line);
            }
        }
    }

    /// <summary>Copies an NDJSON answer byte for byte.</summary>
    public async Task CopyAsync(string path, Stream target, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        using var response = await TryAsync(request, cancellation);
        await response.Content.CopyToAsync(target, cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static JsonElement Parse(string body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new CommandRefusedException(ExitCode.Failed, "The host's answer is no JSON. Is the address that of a ledger?");
        }
    }

    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new CommandRefusedException(ExitCode.Unreachable, $"The host at {http.BaseAddress} cannot be reached ({e.HttpRequestError}). Is it running?");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refusal(response.StatusCode, Parse(await response.Content.ReadAsStringAsync(cancellation)));
        }
    }

    private static CommandRefusedException Refusal(HttpStatusCode status, JsonElement problem)
    {
        var code = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.NotAllowed,
            HttpStatusCode.NotFound => ExitCode.NotFound,
            _ => ExitCode.Failed,
        };
        var text = new StringBuilder(problem.Text("detail") ?? problem.Text("title") ?? $"The host answered {(int)status}.");
        foreach (var error in problem.Items("errors"))
        {
            text.AppendLine().Append("  ").Append(error.Text("field")).Append(": ").Append(error.Text("message"));
            if (error.Text("remedy") is { } remedy)
            {
                text.Append(" — ").Append(remedy);
            }
        }

        return new CommandRefusedException(code, text.ToString());
    }
}
