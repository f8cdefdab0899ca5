using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What the host gives to the pollers besides the database and the connections.</summary>
/// <param name="Budgets">The request budgets of the process, shared with everything else that calls Microsoft.</param>
/// <param name="Recorded">Counts what the ledger holds; null = the source's own count is not compared.</param>
public sealed record PollerServices(RequestBudgets Budgets, CountRecorded? Recorded = null);
