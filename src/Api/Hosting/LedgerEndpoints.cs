using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Activities;
using Dropzone.Ledger.Api.Alerts;
using Dropzone.Ledger.Api.Connectors;
using Dropzone.Ledger.Api.Dashboards;
using Dropzone.Ledger.Api.Events;
using Dropzone.Ledger.Api.Export;
using Dropzone.Ledger.Api.Groups;
using Dropzone.Ledger.Api.Health;
using Dropzone.Ledger.Api.Live;
using Dropzone.Ledger.Api.Past;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Api.Rebuilds;
using Dropzone.Ledger.Api.Replays;
using Dropzone.Ledger.Api.Tickets;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>The table of contents of the API.</summary>
public static class LedgerEndpoints
{
    internal static void Map(WebApplication app)
    {
        HealthEndpoints.MapProbes(app);
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.Read);

        var api = app.MapGroup("/api/v1");
        api.AddEndpointFilter(RequestRules.RefuseUnreadable);
        api.AddEndpointFilterFactory(RequestRules.RefuseUnknownParameters);
        SessionEndpoints.Map(api);
        TokenEndpoints.Map(api);
        ConnectorEndpoints.Map(api);
        ConnectorWork.Map(api);
        FilterEndpoints.Map(api);
        RuleEndpoints.Map(api);
        CoverageEndpoints.Map(api);
        BackfillEndpoints.Map(api);
        DashboardEndpoints.Map(api);
        AlertListEndpoints.Map(api);
        AlertEndpoints.Map(api);
        PastAlertEndpoints.Map(api);
        EntityEndpoints.Map(api);
        PayloadEndpoints.Map(api);
        InvestigationEndpoints.Map(api);
        GroupRuleEndpoints.Map(api);
        BulkInvestigationEndpoint.Map(api);
        TicketEndpoints.Map(api);
        EventEndpoints.Map(api);
        ReplayEndpoints.Map(api);
        ExportEndpoints.Map(api);
        LiveEndpoints.Map(api);
        ActivityEndpoints.Map(api);
        HealthEndpoints.Map(api);
        RebuildEndpoints.Map(api);
    }
}
