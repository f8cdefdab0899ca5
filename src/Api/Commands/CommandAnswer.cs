using Dropzone.Ledger.Api.Reading;

namespace Dropzone.Ledger.Api.Commands;

/// <summary>The answer to a command.</summary>
/// <param name="Position">Give it as <c>atLeast</c> to a read that must show the change.</param>
/// <param name="Changed">False when it was so already.</param>
/// <param name="Repeated">True when an earlier request with the same key had done it.</param>
public sealed record CommandAnswer(long Position, bool Changed, bool Repeated);

/// <summary>Outcomes to HTTP.</summary>
public static class CommandAnswers
{
    /// <summary>The plain answer.</summary>
    public static IResult Answer(this Ran ran, HttpContext context) =>
        ran.Answer(context, static done => Results.Ok(new CommandAnswer(done.Position, done.Changed, done.Repeated)));

    /// <summary>An answer that says more when the command was done.</summary>
    public static IResult Answer(this Ran ran, HttpContext context, Func<Ran.Done, IResult> answer)
    {
        switch (ran)
        {
            case Ran.Refused refused:
                return refused.Problem;
            case Ran.Done done:
                ReadBarrier.Say(context, done.Position);
                return answer(done);
            default:
                throw new InvalidOperationException("A command is done or refused.");
        }
    }
}
