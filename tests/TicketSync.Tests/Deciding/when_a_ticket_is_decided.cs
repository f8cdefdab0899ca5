using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.TicketSync.Tests.Deciding;

public sealed class when_a_ticket_is_decided
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TicketFields New = new("New");
    private static readonly TicketFields Active = new("Active");
    private static readonly TicketFields Closed = new("Closed", "Undetermined");

    private static IncidentReading.Found At(TicketFields fields, string modified = "2026-11-21T11:00:00Z", bool folded = false) =>
        new(fields, "\"1\"", modified, folded, "{}"u8.ToArray());

    private static TicketCase Wish(TicketFields wanted) => new() { Wanted = wanted, Expected = [New] };

    [Fact]
    public void a_later_intent_does_it() =>
        Assert.IsType<TicketDecision.Superseded>(TicketDecider.Decide(At(New), Wish(Active) with { Overtaken = true }));

    [Fact]
    public void what_is_so_already_is_not_written() => Assert.Equal(new TicketDecision.Nothing(false), TicketDecider.Decide(At(Active), Wish(Active)));

    [Fact]
    public void a_write_whose_answer_was_lost_is_found_by_reading() =>
        Assert.Equal(new TicketDecision.Nothing(true), TicketDecider.Decide(At(Active), Wish(Active) with { SentOn = "\"1\"" }));

    [Theory]
    [InlineData(ConflictPolicy.Ours, "Closed")]
    [InlineData(ConflictPolicy.PersonWins, "New")]
    public void what_somebody_changed_after_a_lost_write_is_written_by_another_intent(string policy, string theirs)
    {
        var fields = theirs == "Closed" ? Closed : New;
        var lost = Wish(Active) with { Policy = policy, SentOn = "\"0\"" };
        var inherited = Wish(Active) with { Policy = policy, Inherited = true, KnownModifiedTime = Noon.AddHours(-2) };

        Assert.IsType<TicketDecision.Replace>(TicketDecider.Decide(At(fields), lost));
        Assert.IsType<TicketDecision.Replace>(TicketDecider.Decide(At(fields), inherited));
        Assert.IsType<TicketDecision.Replace>(TicketDecider.Decide(At(fields), inherited with { KnownModifiedTime = null }));
        Assert.IsType<TicketDecision.Write>(TicketDecider.Decide(At(fields), lost with { SentOn = "\"1\"" }));
        Assert.IsType<TicketDecision.Write>(TicketDecider.Decide(At(fields), inherited with { KnownModifiedTime = Noon.AddHours(-1) }));
    }

    [Fact]
    public void what_the_ledger_knew_is_written_over() => Assert.Equal(new TicketDecision.Write(Active, null), TicketDecider.Decide(At(New), Wish(Active)));

    [Theory]
    [InlineData(ConflictPolicy.Ours, null, "ours")]
    [InlineData(ConflictPolicy.Theirs, "2026-11-21T12:00:00Z", "theirs")]
    [InlineData(ConflictPolicy.PersonWins, null, "theirs")]
    [InlineData(ConflictPolicy.PersonWins, "2026-11-21T12:00:00Z", "ours")]
    [InlineData(ConflictPolicy.PersonWins, "2026-11-21T10:00:00Z", "theirs")]
    public void a_surprise_is_settled_by_the_policy(string policy, string? personAt, string winner)
    {
        var decision = TicketDecider.Decide(At(Closed), Wish(Active) with
        {
            Policy = policy,
            PersonAt = personAt is null ? null : DateTimeOffset.Parse(personAt, System.Globalization.CultureInfo.InvariantCulture),
        });
        var conflict = winner == "ours"
            ? Assert.IsType<TicketDecision.Write>(decision).Conflict!
            : Assert.IsType<TicketDecision.TheirsStays>(decision).Conflict;
        Assert.Equal((policy, winner, Active, Closed), (conflict.Policy, conflict.Winner, conflict.Ours, conflict.Theirs));
    }

    [Fact]
    public void tries_are_bounded()
    {
        var worn = Wish(Active) with { Conflicts = TicketDecider.MostConflicts };
        Assert.Equal("conflict-persists", Assert.IsType<TicketDecision.Fail>(TicketDecider.Decide(At(New), worn)).Problem.Code);
    }

    [Fact]
    public void writes_that_something_else_answers_are_bounded_too()
    {
        var worn = Wish(Active) with { Unreadable = TicketDecider.MostUnreadable };
        Assert.Equal("invalid-answer", Assert.IsType<TicketDecision.Fail>(TicketDecider.Decide(At(New), worn)).Problem.Code);
        Assert.IsType<TicketDecision.Nothing>(TicketDecider.Decide(At(Active), worn));
    }

    [Fact]
    public void into_an_incident_that_is_worked_on_by_itself_nothing_is_written_for_one_that_was_folded_into_it()
    {
        var folded = Wish(Active) with { FoldedIntoAnother = true };
        Assert.Equal("redirected-worked-on", Assert.IsType<TicketDecision.Fail>(TicketDecider.Decide(At(New), folded)).Problem.Code);
        Assert.Equal("redirected-worked-on", Assert.IsType<TicketDecision.Fail>(TicketDecider.Decide(At(New), folded with { Policy = ConflictPolicy.Ours, SentOn = "old" })).Problem.Code);
        Assert.IsType<TicketDecision.Nothing>(TicketDecider.Decide(At(Active), folded));
    }

    [Fact]
    public void a_fold_that_the_ledger_does_not_know_needs_a_person() =>
        Assert.Equal("redirected-unknown", Assert.IsType<TicketDecision.Fail>(TicketDecider.Decide(At(Closed, folded: true), Wish(Active))).Problem.Code);

    [Fact]
    public void every_reading_and_every_case_has_a_decision_and_nothing_is_written_that_sentinel_refuses() => Prop.ForAll(
        (from reading in Readings() from intent in Cases() select (reading, intent)).ToArbitrary(),
        pair =>
        {
            var decision = TicketDecider.Decide(pair.reading, pair.intent);
            Assert.NotNull(decision);
            switch (decision)
            {
                case TicketDecision.Write write:
                    Assert.Null(TicketRules.Refusal(write.Fields));
                    Assert.False(pair.intent.Overtaken);
                    Assert.Null(pair.intent.Barred);
                    Assert.IsType<IncidentReading.Found>(pair.reading);
                    Assert.True(pair.intent.Conflicts < TicketDecider.MostConflicts);
                    Assert.False(pair.intent.MayBeWritten((IncidentReading.Found)pair.reading));
                    break;
                case TicketDecision.TheirsStays theirs:
                    Assert.NotEmpty(pair.intent.Expected);
                    Assert.Equal(ConflictPolicy.Theirs, theirs.Conflict.Winner);
                    Assert.NotEqual(ConflictPolicy.Ours, pair.intent.Policy);
                    break;
                case TicketDecision.Fail fail:
                    Assert.NotEmpty(fail.Problem.Code);
                    Assert.NotEmpty(fail.Problem.WhatToDo);
                    break;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void the_map_goes_there_and_back()
    {
        var mapping = TicketMapping.Of(new TicketSyncSettings());
        foreach (var rule in TicketMapping.Default)
        {
            var standing = new Standing(Enum.Parse<InvestigationStatus>(rule.Investigation), rule.Conclusion is { } c ? Enum.Parse<Conclusion>(c) : null);
            Assert.Null(TicketRules.Refusal(mapping.FieldsOf(standing, "why")));
            Assert.Equal(standing, mapping.StandingOf(mapping.FieldsOf(standing, null), standing));
        }

        Assert.Equal(new Standing(InvestigationStatus.Closed, Conclusion.Benign), mapping.StandingOf(
            new TicketFields("Closed", "FalsePositive", "InaccurateData"), new Standing(InvestigationStatus.InProgress, null)));
    }

    private static Gen<TicketFields> Fields() =>
        from status in Gen.Elements("New", "Active", "Closed", "closed", "Odd")
        from classification in Gen.Elements(null, "TruePositive", "Undetermined", "Odd")
        from reason in Gen.Elements(null, "SuspiciousActivity", "InaccurateData")
        from comment in Gen.Elements(null, "c")
        select new TicketFields(status!, classification, reason, comment);

    private static Gen<IncidentReading> Readings() => Gen.OneOf(
        from fields in Fields()
        from modified in Gen.Elements("2026-11-21T11:00:00Z", "2026-11-21T13:00:00Z", "", "odd")
        from folded in Gen.Elements(false, false, true)
        select (IncidentReading)At(fields, modified, folded),
        from problem in Gen.Elements(
            TicketProblem.NoIncident,
            new TicketProblem("throttled", "Wait.", true) { RetryAfter = TimeSpan.FromSeconds(3) },
            new TicketProblem("permission-missing", "Grant.", false),
            new TicketProblem("conflict", "Read.", false) { IsConflict = true })
        select (IncidentReading)new IncidentReading.Failed(problem));

    private static Gen<TicketCase> Cases() =>
        from wanted in Gen.Elements(New, Active, Closed, new TicketFields("Closed"), new TicketFields("Closed", "TruePositive", "SuspiciousActivity", "c"))
        from expected in Fields().ListOf(2)
        from none in Gen.Elements(true, false)
        from policy in Gen.Elements(ConflictPolicy.PersonWins, ConflictPolicy.Ours, ConflictPolicy.Theirs)
        from person in Gen.Elements<DateTimeOffset?>(null, Noon)
        from flags in Gen.Choose(0, 15)
        from sent in Gen.Elements("\"0\"", "\"1\"")
        from inherited in Gen.Elements(true, false)
        from conflicts in Gen.Choose(0, 6)
        from unreadable in Gen.Choose(0, 6)
        select new TicketCase
        {
            Wanted = wanted,
            Expected = none ? [] : [.. expected],
            Policy = policy,
            PersonAt = person,
            Overtaken = (flags & 1) > 0,
            Barred = (flags & 2) > 0 ? new TicketProblem("option-off", "Turn on.", false) : null,
            SentOn = (flags & 4) > 0 ? sent : null,
            Inherited = inherited,
            KnownModifiedTime = person,
            GoesBackAndForth = (flags & 8) > 0,
            Conflicts = conflicts,
            Unreadable = unreadable,
        };
}
