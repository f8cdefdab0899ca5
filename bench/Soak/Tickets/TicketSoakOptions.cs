namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>How much is done, and how often the product is killed meanwhile.</summary>
/// <param name="Incidents">Incidents at the source.</param>
/// <param name="Changes">Status changes that the product accepts, all told.</param>
/// <param name="Kills">Kills, each at a point of its own.</param>
/// <param name="Seed">Equal seeds make equal incidents, plans and choices.</param>
/// <param name="Faults">The share of the requests to the resource manager that a fault strikes.</param>
internal sealed record TicketSoakOptions(int Incidents, int Changes, int Kills, int Seed, double Faults = 0.2);
