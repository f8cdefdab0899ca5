using System.Globalization;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.Http;

/// <summary>The services; each has an error shape of its own.</summary>
internal enum ServiceKind
{
    Token,
    Graph,
    LogAnalytics,
    Arm,
    Exchange,
    Control,
    Unknown,
}

/// <summary>Writes refusals in the shape of each service.</summary>
internal static class Refusals
{
    /// <summary>Graph: code, message and an inner error with the request id.</summary>
    public static WireAnswer Graph(HttpContext context, int status, string code, string message)
    {
        string id = RequestId(context);
        string client = context.Request.Headers["client-request-id"].FirstOrDefault() ?? id;
        return WireAnswer.Json(status, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = code,
                ["message"] = message,
                ["innerError"] = new JsonObject { ["date"] = Now(context).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), ["request-id"] = id, ["client-request-id"] = client },
            },
        });
    }

    /// <summary>ARM: code and message.</summary>
    public static WireAnswer Arm(int status, string code, string message) =>
        WireAnswer.Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    /// <summary>Log Analytics: code, message and an optional inner error.</summary>
    public static WireAnswer LogAnalytics(HttpContext context, int status, string code, string message, JsonObject? inner = null)
    {
        var error = new JsonObject { ["message"] = message, ["code"] = code, ["correlationId"] = RequestId(context) };
        if (inner is not null)
        {
            error["innererror"] = inner;
        }

        return WireAnswer.Json(status, new JsonObject { ["error"] = error });
    }

    /// <summary>A refusal in the shape of <paramref name="service"/>.</summary>
    public static WireAnswer Of(HttpContext context, ServiceKind service, int status, string code, string message) => service switch
    {
        ServiceKind.Graph => Graph(context, status, code, message),
        ServiceKind.LogAnalytics => LogAnalytics(context, status, code, message),
        ServiceKind.Token => WireAnswer.Json(status, new JsonObject { ["error"] = "temporarily_unavailable", ["error_description"] = message, ["error_codes"] = new JsonArray() }),
        _ => Arm(status, code, message),
    };

    /// <summary>The id of the request, which every service also sends as a header.</summary>
    public static string RequestId(HttpContext context) => (string)context.Items["request-id"]!;

    /// <summary>The time the request was taken up.</summary>
    public static DateTimeOffset Now(HttpContext context) => (DateTimeOffset)context.Items["now"]!;
}
