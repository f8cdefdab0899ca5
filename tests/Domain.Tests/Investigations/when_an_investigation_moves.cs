using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tests.Alerts;
using static Dropzone.Ledger.Domain.Investigations.InvestigationStatus;

namespace Dropzone.Ledger.Domain.Tests.Investigations;

public sealed class when_an_investigation_moves
{
    private static readonly Actor By = new(ActorKind.Person, "zoe");

    private static readonly HashSet<(InvestigationStatus, InvestigationStatus)> Allowed =
    [
        (Queued, InProgress), (Queued, Closed), (InProgress, AwaitingReview), (InProgress, Closed), (InProgress, Queued),
        (AwaitingReview, InProgress), (AwaitingReview, Closed), (Closed, InProgress),
    ];

    [Fact]
    public void only_the_allowed_transitions_are_accepted()
    {
        foreach (var from in Enum.GetValues<InvestigationStatus>())
        {
            foreach (var to in Enum.GetValues<InvestigationStatus>())
            {
                var outcome = Change(At(from), to, to == Closed ? Conclusion.Benign : null);
                var expected = from == to ? typeof(InvestigationOutcome.NothingToDo)
                    : Allowed.Contains((from, to)) ? typeof(InvestigationOutcome.Accepted)
                    : typeof(InvestigationOutcome.Rejected);
                Assert.True(expected == outcome.GetType(), $"{from} to {to}: {outcome}");
            }
        }
    }

    [Fact]
    public void an_accepted_move_says_from_and_to()
    {
        var accepted = Assert.IsType<InvestigationOutcome.Accepted>(Change(At(InProgress), Closed, Conclusion.Malicious));
        var e = Assert.IsType<InvestigationStatusChanged>(Assert.Single(accepted.Events));
        Assert.Equal((InProgress, Closed, Conclusion.Malicious), (e.From, e.To, e.Conclusion));
    }

    [Theory]
    [InlineData(InProgress, Closed, null, "conclusion-missing")]
    [InlineData(InProgress, AwaitingReview, Conclusion.Benign, "conclusion-unexpected")]
    [InlineData(Closed, Closed, Conclusion.Malicious, "already-closed")]
    [InlineData(Queued, AwaitingReview, null, "transition-refused")]
    public void a_refusal_says_why(InvestigationStatus from, InvestigationStatus to, Conclusion? conclusion, string code) =>
        Assert.Equal(code, Assert.IsType<InvestigationOutcome.Rejected>(Change(At(from), to, conclusion)).Code);

    [Fact]
    public void assigning_and_noting_have_their_limits()
    {
        Assert.IsType<InvestigationOutcome.NothingToDo>(InvestigationDecider.Assign(At(Queued), new Assign(" ", By)));
        Assert.IsType<InvestigationOutcome.Accepted>(InvestigationDecider.Assign(At(Queued), new Assign("zoe", By)));
        Assert.Equal("note-empty", Assert.IsType<InvestigationOutcome.Rejected>(InvestigationDecider.AddNote(At(Queued), new AddNote("\n", By))).Code);
        Assert.Equal("note-too-long", Assert.IsType<InvestigationOutcome.Rejected>(InvestigationDecider.AddNote(At(Queued), new AddNote(new string('x', 30_001), By))).Code);
        Assert.IsType<InvestigationOutcome.Accepted>(InvestigationDecider.AddNote(At(Queued), new AddNote("seen", By)));
    }

    private static InvestigationOutcome Change(AlertState state, InvestigationStatus to, Conclusion? conclusion) =>
        InvestigationDecider.ChangeStatus(state, new ChangeStatus(to, conclusion, By, null, []));

    private static AlertState At(InvestigationStatus status)
    {
        var stream = new Given();
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z"));
        return stream.State! with { Investigation = new InvestigationState { Status = status, Conclusion = status == Closed ? Conclusion.Benign : null } };
    }
}
