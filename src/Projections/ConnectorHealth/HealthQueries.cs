namespace Dropzone.Ledger.Projections;

/// <summary>Reads how connectors fare, judged at the moment of asking.</summary>
public sealed class HealthQueries(ReadModels models)
{
    /// <summary>One connector, a removed one included; null when no event speaks of it.</summary>
    public async Task<ConnectorHealth?> FindAsync(string tenant, string connector, CancellationToken cancellationToken = default) =>
        (await ReadAsync(tenant, [connector], cancellationToken)).SingleOrDefault();

    /// <summary>The configured connectors by slug; removed ones are left out.</summary>
    public async Task<IReadOnlyList<ConnectorHealth>> ListAsync(string tenant, CancellationToken cancellationToken = default) =>
        await ReadAsync(tenant, null, cancellationToken);

    private async Task<List<ConnectorHealth>> ReadAsync(string tenant, IReadOnlyList<string>? connectors, CancellationToken cancellationToken)
    {
        List<HealthState> states;
        long position;
        await using (var snapshot = await models.OpenAsync(tenant, ProjectionNames.ConnectorHealth, cancellationToken))
        {
            states = await ConnectorHealthProjection.LoadAsync(snapshot.Tables, connectors, cancellationToken);
            position = snapshot.Position;
        }

        var now = models.Time.GetUtcNow();
        var healths = new List<ConnectorHealth>();
        foreach (var state in states.Where(s => connectors is not null || !s.Removed))
        {
            var prefix = PollingRow.Prefix(state.Connector);
            var rows = await models.Database.Cursors.ListAsync(tenant, prefix, cancellationToken);
            var polling = rows.ToDictionary(r => r.Name[prefix.Length..], PollingRow.Read, StringComparer.Ordinal);
            var evidence = EvidenceRow.Read(await models.Database.Cursors.ReadAsync(tenant, EvidenceRow.NameOf(state.Connector), cancellationToken));
            healths.Add(HealthEvaluation.Evaluate(state, polling, evidence, now, position));
        }

        return healths;
    }
}
