using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Projections.Tests.Pains;

public sealed class Pain10_what_a_person_decided_is_wiped(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly string[] Acts = ["update", "dismiss", "note", "reopen", "filter"];

    [Fact]
    public async Task in_no_order_of_machine_and_person_does_anything_that_a_person_wrote_disappear()
    {
        var history = new History();
        var expected = new Dictionary<Guid, (InvestigationStatus Status, int Notes, int Acts)>();
        foreach (var (order, number) in Orders(Acts).Select((o, i) => (o, i)))
        {
            var stream = history.Alert($"d{number}", "High", at: 1);
            var (status, acts) = (InvestigationStatus.Queued, 0);
            foreach (var act in order)
            {
                switch (act)
                {
                    case "update":
                        history.Alert($"d{number}", "Low", "Renamed at the source", at: 2);
                        break;
                    case "filter":
                        // Excluded and admitted again: neither is a word about the investigation.
                        history.Configure(History.Defender, "Medium").Reevaluate(History.Defender).Configure(History.Defender).Reevaluate(History.Defender);
                        break;
                    case "note":
                        history.Say(stream, new InvestigationNoteAdded { Text = "asked the user", By = History.Ada });
                        break;
                    default:
                        var wanted = act == "dismiss" ? InvestigationStatus.Closed : InvestigationStatus.InProgress;
                        acts += status == wanted ? 0 : 1;
                        history.Investigate(stream, status = wanted, act == "dismiss" ? Conclusion.Benign : null);
                        break;
                }
            }

            expected[history.StateOf(stream).Id] = (status, 1, acts);
        }

        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await new FilterApplying(ledger.Database, new ConnectorStreams(ledger.Database), tenant, History.Defender).RunAsync(default);
        await ledger.FoldAsync(tenant, static () => 7);
        var queries = new AlertDetailQueries(ledger.Models);
        foreach (var (id, (status, notes, acts)) in expected)
        {
            var detail = (await queries.FindAsync(tenant, id))!;
            Assert.Equal(status, detail.State.Investigation.Status);
            Assert.Equal(status, detail.Row.InvestigationStatus);
            Assert.Equal(notes, detail.Notes.Count);
            var changes = await ledger.Database.Log.ReadStreamAsync(tenant, detail.Stream);
            Assert.Equal(acts, changes.Count(static e => e.Type == "investigation_status_changed"));
            Assert.Equal(("Low", "Renamed at the source"), (detail.Row.Severity, detail.Row.Title));
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Orders(IReadOnlyList<string> acts) => acts.Count == 0
        ? [[]]
        : acts.SelectMany(first => Orders([.. acts.Where(a => a != first)]), static (first, rest) => (IReadOnlyList<string>)[first, .. rest]);
}
