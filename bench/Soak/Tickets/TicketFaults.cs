using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>What goes wrong at the resource manager: before the write, after it and before the answer, by throttles and by other writers.</summary>
internal static class TicketFaults
{
    /// <summary>Who the other writers are; the simulator calls them so.</summary>
    public const string OtherWriter = "another writer";

    private const string Incidents = "/incidents/";

    private static readonly (string Method, FaultKind Kind, double Share, int Status, string? Change)[] Mix =
    [
        ("GET", FaultKind.Status, 0.30, 503, null),
        ("GET", FaultKind.Reset, 0.25, 0, null),
        ("GET", FaultKind.Throttle, 0.15, 0, null),
        ("GET", FaultKind.InvalidJson, 0.15, 0, null),
        ("GET", FaultKind.TruncatedPage, 0.15, 0, null),
        ("PUT", FaultKind.LostAnswer, 0.30, 0, null),
        ("PUT", FaultKind.Reset, 0.15, 0, null),
        ("PUT", FaultKind.Status, 0.15, 500, null),
        ("PUT", FaultKind.Throttle, 0.10, 0, null),
        ("PUT", FaultKind.OtherWriter, 0.13, 0, null),
        ("PUT", FaultKind.OtherWriter, 0.15, 0, """{"status":"Closed","classification":"FalsePositive","classificationReason":"InaccurateData"}"""),
        ("PUT", FaultKind.Status, 0.02, 403, null),
    ];

    /// <summary>Lets that share of all requests about incidents be struck. A throttle asks for no wait, since the run's clock is a scaled one.</summary>
    public static void Begin(SimulatedCloud cloud, double share)
    {
        foreach (var (method, kind, part, status, change) in Mix)
        {
            var fault = new Fault
            {
                Id = $"{method} {kind} {status} {change?.Length}",
                Service = "arm",
                Path = Incidents,
                Method = method,
                Kind = kind,
                Status = status,
                Code = status == 403 ? "AuthorizationFailed" : "Fault",
                RetryAfterSeconds = kind == FaultKind.Throttle ? 0 : null,
                
                // Each is drawn by itself, and several may strike together: these shares leave exactly the rest unstruck.
                Probability = 1 - Math.Pow(1 - share, part),
            };
            cloud.AddFault(change is null ? fault : fault with { Change = change });
        }
    }

    /// <summary>How many of the last requests about incidents a fault struck, of 1,000.</summary>
    public static double Struck(SimulatedCloud cloud)
    {
        var asked = cloud.Requests.Where(static r => r.Service == "arm" && r.PathAndQuery.Contains(Incidents, StringComparison.Ordinal)).ToList();
        return asked.Count == 0 ? 0 : Math.Round(1000.0 * asked.Count(static r => r.Fault is not null) / asked.Count);
    }
}
