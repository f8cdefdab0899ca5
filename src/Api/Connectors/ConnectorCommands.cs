using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>Commands to a connector: the domain decides, this keeps the secrets in step with the events.</summary>
public sealed class ConnectorCommands(CommandRunner runner, ConnectorStreams streams, ConnectorSecrets secrets)
{
    private const string StreamType = "connector";

    /// <summary>Makes a connector, or configures a removed one again.</summary>
    public Task<Ran> CreateAsync(Caller caller, CommandHeaders headers, GivenSettings given, CancellationToken cancellation) =>
        ConfigureAsync(caller, headers, given, state => state is { Removed: false }
            ? new Problem(ProblemKinds.Conflict, $"There is a connector '{given.Id}'. Change it with PUT, or choose another id.")
            {
                Reason = "connector-exists",
            }
            : null, cancellation);

    /// <summary>Gives a connector new settings.</summary>
    public Task<Ran> ReplaceAsync(Caller caller, CommandHeaders headers, GivenSettings given, CancellationToken cancellation) =>
        ConfigureAsync(caller, headers, given, state => state is null or { Removed: true }
            ? Problem.NotFound("connector", given.Id)
            : IfMatch.Refusal(headers, state.Revision), cancellation);

    /// <summary>Removes a connector with its secret; its history stays.</summary>
    public async Task<Ran> RemoveAsync(Caller caller, CommandHeaders headers, string id, CancellationToken cancellation)
    {
        var ran = await RunAsync(caller, headers, id, async state =>
        {
            var outcome = ConnectorDecider.Remove(state, caller.Actor);
            return outcome is ConnectorOutcome.Accepted accepted && await StoredFieldAsync(caller.Tenant, id, cancellation) is { } field
                ? accepted with { Events = [.. accepted.Events, Rotated(state!, field, caller.Actor)] }
                : outcome;
        }, cancellation);
        await SweepAsync(ran, caller.Tenant, id, cancellation);
        return ran;
    }

    /// <summary>Allows or stops polling.</summary>
    public Task<Ran> SwitchAsync(
        Caller caller, CommandHeaders headers, string id, bool on, string? reason, CancellationToken cancellation) =>
        RunAsync(caller, headers, id, state => Task.FromResult(on
            ? ConnectorDecider.Enable(state, caller.Actor)
            : ConnectorDecider.Disable(state, caller.Actor, reason)), cancellation);

    private Task<Ran> RunAsync(
        Caller caller,
        CommandHeaders headers,
        string id,
        Func<ConnectorState?, Task<ConnectorOutcome>> decide,
        CancellationToken cancellation) =>
        runner.RunAsync(
            caller,
            headers,
            async _ =>
            {
                var state = await streams.FindAsync(caller.Tenant, id, cancellation);
                if (state is null or { Removed: true })
                {
                    return new Decided.Refused(Problem.NotFound("connector", id));
                }

                return IfMatch.Refusal(headers, state.Revision) is { } stale
                    ? new Decided.Refused(stale)
                    : Read(await decide(state), state, id);
            },
            cancellation);

    private async Task<Ran> ConfigureAsync(
        Caller caller, CommandHeaders headers, GivenSettings given, Func<ConnectorState?, Problem?> refuse, CancellationToken cancellation)
    {
        var ran = await runner.RunAsync(
            caller,
            headers,
            async ids =>
            {
                var state = await streams.FindAsync(caller.Tenant, given.Id, cancellation);
                if (refuse(state) is { } refusal)
                {
                    return new Decided.Refused(refusal);
                }

                var settings = Settings(given, state);
                var outcome = ConnectorDecider.Configure(state, given.Id, settings, caller.Actor, given.Enabled, given.PreviewedAt);
                var rotated = await RotationAsync(caller, given, settings, state, outcome, cancellation);
                var decided = Read(WithRotation(outcome, rotated), state, given.Id);
                if (given.Secret is { } secret && rotated is not null && decided is Decided.Events events)
                {
                    var index = events.Happened.ToList().IndexOf(rotated);
                    var place = new SecretPlace(caller.Tenant, given.Id, rotated.Field, rotated.Revision);
                    await secrets.KeepAsync(place, ids[index], secret, given.Certificate, cancellation);
                }

                return decided;
            },
            cancellation);
        await SweepAsync(ran, caller.Tenant, given.Id, cancellation);
        return ran;
    }

    // A document that is read and sent back carries the thumbprint; one written by hand does not, and then the stored certificate stays.
    private static ConnectorSettings Settings(GivenSettings given, ConnectorState? state) =>
        given is { Secret: null, Settings.Credentials.CertificateThumbprint: null } && state is not null
        && !ConnectorDecider.DiscardsSecret(state.Settings, given.Settings)
            ? given.Settings with
            {
                Credentials = given.Settings.Credentials with { CertificateThumbprint = state.Settings.Credentials.CertificateThumbprint },
            }
            : given.Settings;

    private async Task<SecretRotated?> RotationAsync(
        Caller caller, GivenSettings given, ConnectorSettings settings, ConnectorState? state, ConnectorOutcome outcome, CancellationToken cancellation)
    {
        var revision = outcome is ConnectorOutcome.Accepted accepted
            ? accepted.Events.OfType<ConnectorConfigured>().Select(static e => e.Revision).FirstOrDefault(state?.Revision ?? 1)
            : state?.Revision ?? 1;
        if (given.Secret is { } secret)
        {
            return new SecretRotated { Connector = given.Id, Revision = revision, Field = secret.Field, By = caller.Actor };
        }

        return state is not null && ConnectorDecider.DiscardsSecret(state.Settings, settings)
            && await StoredFieldAsync(caller.Tenant, given.Id, cancellation) is { } field
            ? new SecretRotated { Connector = given.Id, Revision = revision, Field = field, By = caller.Actor }
            : null;
    }

    // The secret stands between the settings and the permission to poll, so that no poller starts without it.
    private static ConnectorOutcome WithRotation(ConnectorOutcome outcome, SecretRotated? rotated) => (outcome, rotated) switch
    {
        (_, null) => outcome,
        (ConnectorOutcome.NothingToDo, _) => new ConnectorOutcome.Accepted([rotated]),
        (ConnectorOutcome.Accepted accepted, _) => new ConnectorOutcome.Accepted(
            [.. accepted.Events.Where(static e => e is ConnectorConfigured), rotated, .. accepted.Events.Where(static e => e is not ConnectorConfigured)]),
        _ => outcome,
    };

    private static Decided Read(ConnectorOutcome outcome, ConnectorState? state, string id) => outcome switch
    {
        ConnectorOutcome.Accepted accepted =>
            new Decided.Events(StreamId.Connector(id), StreamType, state?.StreamVersion ?? 0, accepted.Events),
        ConnectorOutcome.NothingToDo => new Decided.Nothing(),
        ConnectorOutcome.Invalid invalid => new Decided.Refused(SettingsProblems.Of(invalid.Problems)),
        ConnectorOutcome.Rejected rejected => new Decided.Refused(new Problem(ProblemKinds.Rejected, rejected.Message) { Reason = rejected.Code }),
        _ => throw new InvalidOperationException("An outcome is one of four."),
    };

    private static SecretRotated Rotated(ConnectorState state, string field, Actor by) =>
        new() { Connector = state.Connector, Revision = state.Revision, Field = field, By = by };

    private async Task<string?> StoredFieldAsync(string tenant, string id, CancellationToken cancellation) =>
        (await secrets.DescribeAsync(tenant, id, cancellation))?.Field;

    private Task SweepAsync(Ran ran, string tenant, string id, CancellationToken cancellation) =>
        ran is Ran.Done { Changed: true } ? secrets.SweepAsync(tenant, id, cancellation) : Task.CompletedTask;
}
