using System.Text;
using Dropzone.Ledger.Simulator.Control;
using Dropzone.Ledger.Simulator.Http;

namespace Dropzone.Ledger.Simulator.Faults;

/// <summary>Meets every request of a service: writes it down, and lets faults strike before or after the answer.</summary>
internal sealed class FaultMiddleware(FaultBook faults, RequestLog log, TimeProvider time)
{
    /// <summary>Where a request is told what another writer does before it.</summary>
    public const string Interference = "interference";

    private const int Pieces = 10;

    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        ServiceKind service = Services.Of(context.Request.Path);
        if (service == ServiceKind.Control)
        {
            await next(context);
            return;
        }

        string body = await BodyAsync(context, service);
        string path = context.Request.Path + context.Request.QueryString;
        IReadOnlyList<Fault> struck = faults.Strike(Services.Name(service), context.Request.Method, path, body);
        RequestEntry entry = log.Add(Services.Name(service), context.Request.Method, path, body, Refusals.Now(context));
        foreach (Fault fault in struck)
        {
            if (await BeforeAsync(context, service, fault))
            {
                log.Answered(entry, context.Response.StatusCode, fault.Id);
                return;
            }
        }

        Stream wire = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next(context);
        context.Response.Body = wire;
        byte[] answer = buffer.ToArray();
        string? hit = struck.Count > 0 ? struck[0].Id : null;
        if (struck.FirstOrDefault(fault => fault is { Kind: FaultKind.Poison, Contains: { } text } && answer.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0) is { } poison)
        {
            await RefuseAsync(context, service, poison.Status, poison.Code, "The page cannot be read.", poison.RetryAfterSeconds);
            log.Answered(entry, poison.Status, poison.Id);
            return;
        }

        if (struck.FirstOrDefault(fault => fault.Kind == FaultKind.LostAnswer) is { } lost)
        {
            log.Answered(entry, context.Response.StatusCode, lost.Id);
            context.Abort();
            return;
        }

        bool cut = false;
        foreach (Fault fault in struck.Where(_ => context.Response.StatusCode == 200))
        {
            answer = FaultyAnswer.Rewrite(context, fault, answer);
            cut |= fault.Kind == FaultKind.TruncatedPage;
        }

        log.Answered(entry, context.Response.StatusCode, hit);
        double drip = struck.Where(fault => fault.Kind == FaultKind.SlowBytes).Sum(fault => fault.Seconds);
        await SendAsync(context, answer, cut, TimeSpan.FromSeconds(drip));
    }

    private async Task SendAsync(HttpContext context, byte[] answer, bool cut, TimeSpan over)
    {
        if (answer.Length > 0 || cut)
        {
            context.Response.ContentLength = answer.Length;
        }

        if (cut)
        {
            await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        int piece = over > TimeSpan.Zero ? Math.Max(1, answer.Length / Pieces) : answer.Length;
        for (int at = 0; at < answer.Length; at += piece)
        {
            await context.Response.Body.WriteAsync(answer.AsMemory(at, Math.Min(piece, answer.Length - at)), context.RequestAborted);
            if (over > TimeSpan.Zero)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(over / Pieces, time, context.RequestAborted);
            }
        }
    }

    /// <returns>True when the fault was the answer.</returns>
    private async Task<bool> BeforeAsync(HttpContext context, ServiceKind service, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Status:
                await RefuseAsync(context, service, fault.Status, fault.Code, "A fault was asked for.", fault.RetryAfterSeconds);
                return true;
            case FaultKind.Throttle:
                await RefuseAsync(context, service, 429, "TooManyRequests", "Too many requests.", fault.RetryAfterSeconds ?? 1);
                return true;
            case FaultKind.Reset:
                context.Abort();
                return true;
            case FaultKind.OtherWriter:
                context.Items[Interference] = fault.Change;
                return false;
            case FaultKind.Slow:
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), time, context.RequestAborted);
                return false;
            default:
                return false;
        }
    }

    private static Task RefuseAsync(HttpContext context, ServiceKind service, int status, string code, string message, int? retryAfter)
    {
        context.Response.Clear();
        context.Response.Headers["request-id"] = Refusals.RequestId(context);
        return (Refusals.Of(context, service, status, code, message) with { RetryAfter = retryAfter }).WriteAsync(context);
    }

    /// <summary>The body of a query, for the log and for matching; never that of a token request, which holds secrets.</summary>
    private static async Task<string> BodyAsync(HttpContext context, ServiceKind service)
    {
        if (service is not (ServiceKind.LogAnalytics or ServiceKind.Arm) || context.Request.ContentLength is 0)
        {
            return "";
        }

        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        return body;
    }
}
