namespace Dropzone.Ledger.Api.Tests.Hosting;

/// <summary>One host for all tests that do not need one of their own; each test uses its own connectors and alerts.</summary>
public sealed class SharedLedger : IAsyncLifetime
{
    private RunningLedger? running;

    public RunningLedger Ledger => running ?? throw new InvalidOperationException("The host is not started.");

    public async Task InitializeAsync() => running = await RunningLedger.StartAsync();

    public async Task DisposeAsync() => await Ledger.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class LedgerCollection : ICollectionFixture<SharedLedger>
{
    public const string Name = "ledger";
}
