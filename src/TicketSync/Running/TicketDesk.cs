using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.TicketSync;

/// <summary>Reads and writes one ticket, within the budget; writes only as long as the tenant's lease is held.</summary>
internal sealed class TicketDesk(ConnectorBook connectors, ConnectionPool connections, ITicketBudget budget, Lease lease)
{
    /// <summary>The way to a ticket's incident; or why there is none.</summary>
    public async Task<(Way? Way, TicketProblem? Problem)> OpenAsync(TicketReference ticket, CancellationToken cancellation)
    {
        if (connectors.Find(ticket.Connector) is not { Removed: false, Settings: SentinelSettings settings } connector)
        {
            return (null, new TicketProblem("connector-removed", "The connector is gone: nothing can be written to its incidents any more.", Passes: false));
        }

        if (settings.Workspaces.FirstOrDefault(w => string.Equals(w.Name, ticket.Workspace, StringComparison.OrdinalIgnoreCase)) is not { } workspace)
        {
            return (null, new TicketProblem(
                "workspace-unknown", $"The connector has no workspace '{ticket.Workspace}' any more: add it to its settings, then retry.", Passes: false));
        }

        FailPoint.Reach(TicketStep.BeforeConnection);
        var (open, refused) = await connections.OpenAsync(connector, connectors.SecretChanges(ticket.Connector), cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.AfterConnection);
        return open is null
            ? (null, refused)
            : (new Way(
                open,
                open.Connection.SentinelIncidents(new(workspace.SubscriptionId, workspace.ResourceGroup, workspace.Name)),
                settings.Credentials.TenantId,
                ticket.Incident,
                budget,
                lease), null);
    }

    /// <summary>One incident behind one connection.</summary>
    internal sealed class Way(OpenConnection connection, SentinelIncidentsClient incidents, string directory, string incident, ITicketBudget budget, Lease lease)
    {
        public async Task<IncidentReading> ReadAsync(CancellationToken cancellation)
        {
            await budget.AcquireAsync(directory, writes: false, cancellation).ConfigureAwait(false);
            return IncidentReading.Of(await incidents.GetAsync(incident, cancellation).ConfigureAwait(false));
        }

        public async Task<IncidentReading> WriteAsync(ReadOnlyMemory<byte> record, CancellationToken cancellation)
        {
            await budget.AcquireAsync(directory, writes: true, cancellation).ConfigureAwait(false);
            FailPoint.Reach(TicketStep.BeforePut);
            await HoldAsync().ConfigureAwait(false);
            var answer = await incidents.PutAsync(incident, record, cancellation).ConfigureAwait(false);
            FailPoint.Reach(TicketStep.AfterPut);
            return answer.TryGet(out var written, out _) && written.Made ? new IncidentReading.Failed(TicketProblem.MadeAnew) : IncidentReading.Of(answer);
        }

        /// <summary>The name under which the source shows our writes; null when our token names none.</summary>
        public ValueTask<string?> ApplicationAsync(CancellationToken cancellation) => connection.ApplicationAsync(cancellation);

        /// <summary>True when the comment stands.</summary>
        public async Task<bool> CommentAsync(Guid id, string text, CancellationToken cancellation)
        {
            await budget.AcquireAsync(directory, writes: true, cancellation).ConfigureAwait(false);
            FailPoint.Reach(TicketStep.BeforeComment);
            await HoldAsync().ConfigureAwait(false);
            var left = (await incidents.PutCommentAsync(incident, id, text, cancellation).ConfigureAwait(false)).TryGet(out _, out _);
            FailPoint.Reach(TicketStep.AfterComment);
            return left;
        }

        // Nothing fences the source: an owner that was frozen while another took over must not send what it had decided.
        private async ValueTask HoldAsync()
        {
            if (!await lease.IsHeldAsync().ConfigureAwait(false))
            {
                throw new OperationCanceledException("The lease of the write-back was lost.");
            }
        }

        /// <summary>The names of the incidents that were modified from a time on; what could be listed of them when a page fails.</summary>
        public async Task<IReadOnlyList<string>> ModifiedAsync(DateTimeOffset from, CancellationToken cancellation)
        {
            var names = new List<string>();
            await budget.AcquireAsync(directory, writes: false, cancellation).ConfigureAwait(false);
            var page = await incidents.ListAsync(new SentinelIncidentQuery(ModifiedFrom: from), cancellation).ConfigureAwait(false);
            while (page.TryGet(out var read, out _))
            {
                names.AddRange(read.Records.Select(static r => r.Text("name")).OfType<string>());
                if (read.NextLink is not { } next)
                {
                    break;
                }

                await budget.AcquireAsync(directory, writes: false, cancellation).ConfigureAwait(false);
                page = await incidents.NextAsync(next, cancellation).ConfigureAwait(false);
            }

            return names;
        }
    }
}
