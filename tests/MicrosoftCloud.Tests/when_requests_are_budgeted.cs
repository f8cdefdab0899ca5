using System.Collections.Concurrent;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

/// <summary>One budget a directory and API, for everything in the process that calls Microsoft.</summary>
public sealed class when_requests_are_budgeted(StubCloud cloud) : IClassFixture<StubCloud>
{
    private const string Directory = "contoso.example";
    private static readonly TimeProvider Time = TimeProvider.System;

    [Fact]
    public async Task A_rested_budget_lets_its_burst_through_and_then_keeps_the_rate()
    {
        var budgets = Budgets(perMinute: 1200, atOnce: 3);

        var waited = await SpentAsync(budgets, 7);

        Assert.InRange(waited, TimeSpan.FromMilliseconds(190), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Directories_and_apis_have_budgets_of_their_own_and_the_case_of_a_directory_does_not_matter()
    {
        var budgets = Budgets(perMinute: 1, atOnce: 1);
        await budgets.AcquireAsync(Directory, "graph", default);
        await budgets.AcquireAsync("fabrikam.example", "graph", default);
        await budgets.AcquireAsync(Directory, "log-analytics", default);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await budgets.AcquireAsync("CONTOSO.example", "graph", patience.Token));
    }

    [Fact]
    public async Task A_throttle_stops_everybody_for_as_long_as_asked_and_lets_them_through_one_by_one()
    {
        var budgets = Budgets(perMinute: 600, atOnce: 100);
        budgets.Throttled(Directory, "graph", TimeSpan.FromMilliseconds(300));
        var began = Time.GetTimestamp();
        var passed = new ConcurrentBag<TimeSpan>();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await budgets.AcquireAsync(Directory, "graph", default);
            passed.Add(Time.GetElapsedTime(began));
        }));

        Assert.All(passed, at => Assert.True(at >= TimeSpan.FromMilliseconds(295), $"{at}"));
        Assert.True(passed.Max() >= TimeSpan.FromMilliseconds(495), "They went out in lockstep.");
    }

    [Fact]
    public void An_answer_may_ask_for_an_hour_at_most_and_one_that_asks_for_nothing_is_given_longer_and_longer_pauses()
    {
        var budgets = Budgets(perMinute: 6000, atOnce: 10);
        budgets.Throttled(Directory, "graph", TimeSpan.FromDays(3));
        Assert.InRange(budgets.PausedFor(Directory, "graph"), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60.1));

        var pauses = Enumerable.Range(0, 4).Select(_ =>
        {
            budgets.Throttled(Directory, "other", null);
            return budgets.PausedFor(Directory, "other");
        }).ToList();
        Assert.InRange(pauses[0], TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.1));
        Assert.InRange(pauses[3], TimeSpan.FromSeconds(7.8), TimeSpan.FromSeconds(8.2));
    }

    [Fact]
    public async Task Background_work_leaves_half_of_the_burst_to_live_work()
    {
        var budgets = Budgets(perMinute: 60, atOnce: 10);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var taken = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                await budgets.AcquireAsync(Directory, "graph", RequestPriority.Background, patience.Token);
                taken++;
            }
        });

        Assert.InRange(taken, 4, 6);
        Assert.InRange(await SpentAsync(budgets, 4), TimeSpan.Zero, TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task Background_work_has_one_request_in_ten_of_a_budget_that_live_work_uses_up_and_does_not_queue_behind_it()
    {
        var budgets = Budgets(perMinute: 6000, atOnce: 2);
        using var end = new CancellationTokenSource();
        var live = Enumerable.Range(0, 40).Select(_ => LiveAsync(budgets, end.Token)).ToList();

        // So many turns and not so much time: a second of a busy machine may hold few of them. Eleven a second at most, three of a hundred requests at least.
        const int Turns = 8;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var began = Time.GetTimestamp();
        for (var taken = 0; taken < Turns; taken++)
        {
            await budgets.AcquireAsync(Directory, "graph", RequestPriority.Background, patience.Token);
        }

        var tenths = Time.GetElapsedTime(began) / TimeSpan.FromSeconds(0.1);
        await end.CancelAsync();
        var requests = (await Task.WhenAll(live)).Sum();
        Assert.True(Turns <= tenths + 1.1, $"{Turns} turns in {tenths:0.0} tenths of a second.");
        Assert.True(Turns >= 0.03 * (Turns + requests), $"{Turns} turns beside {requests} requests of live work.");
        Assert.True(requests > 2 * Turns, "Live work was held up.");
    }

    [Fact]
    public async Task A_429_of_one_connection_stops_the_directory_at_that_api_for_all()
    {
        var scene = cloud.NewScene();
        var budgets = Budgets(perMinute: 60_000, atOnce: 100);
        scene.On("/graph/v1.0/security/alerts_v2", new Reply(429, """{"error":{"code":"TooManyRequests","message":"slow down"}}""", ("Retry-After", "45")));
        using var connection = scene.Connect(budgets: budgets);

        var error = (await connection.Graph.ListAlertsAsync(new AlertQuery(Time.GetUtcNow()), default)).Error();

        Assert.Equal("throttled", error.Code);
        Assert.InRange(budgets.PausedFor(scene.Tenant, "graph"), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(46));
        Assert.Equal(TimeSpan.Zero, budgets.PausedFor(scene.Tenant, "log-analytics"));
    }

    private static RequestBudgets Budgets(int perMinute, int atOnce) => new(Time, new RequestLimits
    {
        Apis = new[] { "graph", "log-analytics", "other" }.ToDictionary(api => api, _ => new RequestLimit(perMinute, atOnce)),
    });

    private static async Task<int> LiveAsync(RequestBudgets budgets, CancellationToken end)
    {
        for (var requests = 0; ; requests++)
        {
            try
            {
                await budgets.AcquireAsync(Directory, "graph", end);
            }
            catch (OperationCanceledException)
            {
                return requests;
            }
        }
    }

    private static async Task<TimeSpan> SpentAsync(RequestBudgets budgets, int requests)
    {
        var began = Time.GetTimestamp();
        for (var i = 0; i < requests; i++)
        {
            await budgets.AcquireAsync(Directory, "graph", default);
        }

        return Time.GetElapsedTime(began);
    }
}
