using System.Globalization;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Rebuilds;

/// <summary>Rebuilds of the tenant's read models: ask, watch, cancel. The former generation answers until the new one is whole.</summary>
public static class RebuildEndpoints
{
    /// <summary>The name that means every projection.</summary>
    public const string Every = "all";

    private const string Path = "/projections/{name}/rebuild";
    private const string Tag = "Rebuilds";

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(Path, ShowAsync).WithName("ShowRebuild").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("How the last rebuild of a read model, or of 'all', fares or ended").Produces<Page<RebuildStatus>>().ReadsLog();
        api.MapPost(Path, BeginAsync).WithName("BeginRebuild").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Folds a read model, or 'all', anew from the log while the present one serves; share = the part of the time that it works, 0.05 to 1")
            .Produces<Page<RebuildStatus>>(StatusCodes.Status202Accepted);
        api.MapDelete(Path, CancelAsync).WithName("CancelRebuild").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Cancels a rebuild that does not serve yet").Produces<Page<RebuildStatus>>();
    }

    private static async Task<IResult> ShowAsync(Caller caller, string name, ReadModels models, CancellationToken cancellation) =>
        Named(name) is { } names ? await AnswerAsync(caller, names, models, StatusCodes.Status200OK, cancellation) : Unknown(name);

    private static async Task<IResult> BeginAsync(Caller caller, string name, string? share, ReadModels models, CancellationToken cancellation)
    {
        if (Named(name) is not { } names)
        {
            return Unknown(name);
        }

        var part = ReadModelRebuilds.UsualShare;
        if (share is not null
            && (!double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out part)
                || part is < ReadModelRebuilds.LeastShare or > ReadModelRebuilds.WholeShare))
        {
            return Problem.Field(nameof(share), "A number from 0.05 to 1 is expected.", "Leave it out for 0.5; 1 rebuilds at full speed and slows readers.");
        }

        return await models.Rebuilds.RequestAsync(caller.Tenant, names, caller.Actor, part, cancellation) is { Count: > 0 }
            ? await AnswerAsync(caller, names, models, StatusCodes.Status202Accepted, cancellation)
            : new Problem(ProblemKinds.Conflict, $"A rebuild of {string.Join(", ", names)} is under way. Watch it with GET, or cancel it with DELETE.")
            {
                Reason = "rebuild-running",
            };
    }

    private static async Task<IResult> CancelAsync(Caller caller, string name, ReadModels models, CancellationToken cancellation)
    {
        if (Named(name) is not { } names)
        {
            return Unknown(name);
        }

        var ended = 0;
        foreach (var projection in names)
        {
            ended += await models.Rebuilds.CancelAsync(caller.Tenant, projection, cancellation) ? 1 : 0;
        }

        return ended > 0
            ? await AnswerAsync(caller, names, models, StatusCodes.Status200OK, cancellation)
            : new Problem(ProblemKinds.Conflict, "No rebuild is under way that could be cancelled: one that serves already is done.") { Reason = "no-rebuild-running" };
    }

    private static async Task<IResult> AnswerAsync(
        Caller caller, IReadOnlyList<string> names, ReadModels models, int status, CancellationToken cancellation)
    {
        var rebuilds = (await models.Rebuilds.ListAsync(caller.Tenant, cancellation)).Where(r => names.Contains(r.Name));
        return Results.Json(new Page<RebuildStatus>([.. rebuilds]), statusCode: status);
    }

    private static IReadOnlyList<string>? Named(string name) =>
        name == Every ? ReadModelRebuilds.Names : ReadModelRebuilds.Behind(name) is { } projection ? [projection] : null;

    private static Problem Unknown(string name) => new(
        ProblemKinds.NotFound, $"There is no read model '{Problem.PlainName(name)}'. There are: {string.Join(", ", ProjectionNames.All)}; '{Every}' means every one.");
}
