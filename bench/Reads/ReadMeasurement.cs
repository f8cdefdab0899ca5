using System.Globalization;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>What a read costs over HTTP (sign-in, query, JSON) against bare SQL for the same rows.</summary>
internal sealed class ReadMeasurement : IMeasurement
{
    private const double MostToBare = 2.5;
    private const int Alerts = 1_000_000;
    private const int AlertsWhenQuick = 20_000;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["list.first", "list.page-100", "dashboard", "search"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var ledger = await ServedLedger.OpenAsync(await run.FilledAsync(run.Alerts ?? (run.Quick ? AlertsWhenQuick : Alerts), cancellation), cancellation);
        await using var first = await ledger.BareFirstAsync(tenantEachTime: false, cancellation);
        await using var guarded = await ledger.BareFirstAsync(tenantEachTime: true, cancellation);
        await using var deep = await ledger.BareDeepAsync(cancellation);
        await using var dashboard = await ledger.BareDashboardAsync(cancellation);
        await using var search = await ledger.BareSearchAsync(cancellation);
        await ledger.AgreeAsync(first, deep, search, cancellation);

        var pages = await Turns.MeasureAsync([first.ReadAsync, guarded.ReadAsync, ledger.FirstAsync], run.Rounds, cancellation);
        var perTransaction = Figure.Compared("", "ms", pages[2], pages[1], null).Ratio ?? 0;
        run.Report.Give(Figure.Compared("list.first", "ms", pages[2], pages[0], Bar.AtMost(MostToBare)) with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{perTransaction:0.00} of bare SQL that enters the tenant for each page"),
        });
        var deepPages = await Turns.MeasureAsync([deep.ReadAsync, ledger.DeepAsync], run.Rounds, cancellation);
        run.Report.Give(Figure.Compared("list.page-100", "ms", deepPages[1], deepPages[0], Bar.AtMost(MostToBare)));
        var dashboards = await Turns.MeasureAsync([dashboard.ReadAsync, ledger.DashboardAsync], run.Rounds, cancellation);
        run.Report.Give(Figure.Compared("dashboard", "ms", dashboards[1], dashboards[0], Bar.AtMost(MostToBare)));
        var searches = await Turns.MeasureAsync([search.ReadAsync, ledger.SearchAsync], run.Rounds, cancellation);
        run.Report.Give(Figure.Compared("search", "ms", searches[1], searches[0], Bar.AtMost(MostToBare)));
    }
}
