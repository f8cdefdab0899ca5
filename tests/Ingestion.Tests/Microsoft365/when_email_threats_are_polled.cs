using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Microsoft365;

public sealed class when_email_threats_are_polled(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Kind = AlertKind.EmailThreatSubmission;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task a_verdict_that_arrives_later_is_a_revision_and_its_category_can_exclude_it()
    {
        var connector = await world.AddAsync(s => s with { EmailThreatSubmissions = true, ExcludedEmailCategories = ["allowedDueToUserOverride"], EnabledSeverities = ["High"] });
        world.Cloud.PublishEmailThreats(Submission("late-1", Now.AddHours(-20), "running", "beingAnalyzed"));
        world.Cloud.PublishEmailThreats(Submission("new-1", Now.AddMinutes(-1), "succeeded", "phishing"));

        Assert.All(await world.PollAllAsync(connector), resource => Assert.Null(resource.Failure));
        Assert.IsType<Included>((await world.StateAsync(connector, "late-1", Kind))!.Decision);

        // The submission lies far behind the watermark: only that it was open brings it again.
        world.Cloud.PublishEmailThreats(Submission("late-1", Now.AddHours(-20), "succeeded", "allowedDueToUserOverride"));
        Assert.All(await world.PollAllAsync(connector), resource => Assert.Null(resource.Failure));

        var events = await world.AlertAsync(connector, "late-1", Kind);
        Assert.Equal(["AlertIngested", "AlertRevised", "AlertExcluded"], events.Select(e => e.GetType().Name));
        Assert.Equal("emailCategories", events.OfType<AlertExcluded>().Single().Rule);
        Assert.IsType<Included>((await world.StateAsync(connector, "new-1", Kind))!.Decision);

        var before = world.Cloud.Requests.Count(r => r.PathAndQuery.Contains("emailThreats/late-1", StringComparison.Ordinal));
        await world.PollAllAsync(connector);
        Assert.Equal(before, world.Cloud.Requests.Count(r => r.PathAndQuery.Contains("emailThreats/late-1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task an_open_submission_is_asked_for_again_after_a_restart()
    {
        var connector = await world.AddAsync(s => s with { EmailThreatSubmissions = true });
        world.Cloud.PublishEmailThreats(Submission("restart-1", Now.AddHours(-10), "running", "beingAnalyzed"));
        world.Cloud.PublishEmailThreats(Submission("restart-2", Now.AddMinutes(-1), "succeeded", "spam"));
        await world.PollAllAsync(connector);
        world.Cloud.PublishEmailThreats(Submission("restart-1", Now.AddHours(-10), "succeeded", "malware"));

        await world.PollAllAsync(connector, world.NewPollers());

        Assert.Equal("malware", (await world.StateAsync(connector, "restart-1", Kind))!.Facts.EmailCategory);
    }

    [Fact]
    public async Task pages_that_stop_short_of_the_count_fail_the_window_until_it_is_narrow_enough()
    {
        var connector = await world.AddAsync(s => s with { EmailThreatSubmissions = true });
        world.Cloud.PublishEmailThreats($"[{string.Join(',', Enumerable.Range(0, 12).Select(i => Submission($"short-{i}", Now.AddHours(-40).AddMinutes(i), "succeeded", "spam")))}]");
        world.Cloud.GraphPageCap = 5;
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "emailThreats", Kind = FaultKind.NoNextLink });

        var failed = (await world.PollAllAsync(connector)).Single(resource => resource.Resource == "email-threats");

        world.Cloud.RemoveFault(fault);
        world.Cloud.GraphPageCap = null;
        Assert.Equal("partial", failed.Failure!.Code);
        Assert.All(await world.PollAllAsync(connector), resource => Assert.Null(resource.Failure));
        Assert.Equal(12, (await world.IngestedAsync(connector)).Count(id => id.StartsWith("short-", StringComparison.Ordinal)));
    }

    private static string Submission(string id, DateTimeOffset at, string status, string category) => $$"""
        {"id":"{{id}}","createdDateTime":"{{Json.Time(at)}}","contentType":"email","category":"phishing","source":"user","clientSource":"microsoft","status":"{{status}}",
         "result":{"category":"{{category}}","detail":"none"},"internetMessageId":"<{{id}}@mail.example.net>","subject":"Invoice","sender":"billing@example.net"}
        """;
}
