namespace Dropzone.Ledger.Api.Problems;

/// <summary>Every sort of refusal that the API answers. One list, so that the documentation and the code cannot differ.</summary>
public static class ProblemKinds
{
    /// <summary>The body or a parameter cannot be read.</summary>
    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request cannot be read.");

    /// <summary>The settings of a connector break rules; <c>errors</c> names field and remedy.</summary>
    public static readonly ProblemKind InvalidSettings = new("invalid-settings", 400, "The settings cannot be used.");

    /// <summary>No token, or one that is not valid.</summary>
    public static readonly ProblemKind SignInRequired = new("sign-in-required", 401, "A valid token is needed.");

    /// <summary>The token's role does not allow it.</summary>
    public static readonly ProblemKind RoleMissing = new("role-missing", 403, "The token's role does not allow this.");

    /// <summary>A change by cookie without the page's own header and origin.</summary>
    public static readonly ProblemKind CrossSite = new("cross-site-request", 403, "The request does not come from this page.");

    /// <summary>There is no such thing in this tenant.</summary>
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such thing.");

    /// <summary>The path exists, the method does not.</summary>
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here.");

    /// <summary>The state does not allow it.</summary>
    public static readonly ProblemKind Conflict = new("conflict", 409, "The present state does not allow this.");

    /// <summary>The same idempotency key came with another request.</summary>
    public static readonly ProblemKind IdempotencyConflict =
        new("idempotency-conflict", 409, "The idempotency key was used for another request.");

    /// <summary>If-Match does not name the present version.</summary>
    public static readonly ProblemKind VersionMismatch = new("version-mismatch", 412, "Somebody changed it in the meantime.");

    /// <summary>The body is larger than allowed.</summary>
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The request is too large.");

    /// <summary>The body is of another media type.</summary>
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The media type is not supported.");

    /// <summary>The Host header names another host.</summary>
    public static readonly ProblemKind WrongHost = new("wrong-host", 421, "This server does not answer under that name.");

    /// <summary>A rule of the domain refuses the command.</summary>
    public static readonly ProblemKind Rejected = new("rejected", 422, "The command is refused.");

    /// <summary>A moment that has not come yet was asked for.</summary>
    public static readonly ProblemKind MomentInTheFuture = new("moment-in-the-future", 422, "The moment lies in the future.");

    /// <summary>A moment before the first event was asked for.</summary>
    public static readonly ProblemKind MomentBeforeTheRecord = new("moment-before-the-record", 422, "The moment lies before the first event.");

    /// <summary>Something that only the present has was asked of the past.</summary>
    public static readonly ProblemKind OnlyInThePresent = new("only-in-the-present", 422, "Only the present can be asked for this.");

    /// <summary>A change of something versioned without If-Match.</summary>
    public static readonly ProblemKind IfMatchRequired = new("if-match-required", 428, "The change must name the version that it was made on.");

    /// <summary>Too many tries.</summary>
    public static readonly ProblemKind TooManyTries = new("too-many-tries", 429, "Too many tries.");

    /// <summary>A defect. The trace id finds it in the log.</summary>
    public static readonly ProblemKind Internal = new("internal-error", 500, "Something went wrong inside the ledger.");

    /// <summary>The database does not answer.</summary>
    public static readonly ProblemKind DatabaseUnreachable = new("database-unreachable", 503, "The database does not answer.");

    /// <summary>The read model has not reached the wanted position in time.</summary>
    public static readonly ProblemKind PositionNotReached = new("position-not-reached", 503, "The wanted position is not reached yet.");

    /// <summary>The host is still starting.</summary>
    public static readonly ProblemKind Starting = new("starting", 503, "The ledger is starting.");

    /// <summary>It took too long.</summary>
    public static readonly ProblemKind Timeout = new("timeout", 504, "The request took too long.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, InvalidSettings, SignInRequired, RoleMissing, CrossSite, NotFound, MethodNotAllowed, Conflict, IdempotencyConflict,
        VersionMismatch, TooLarge, UnsupportedMediaType, WrongHost, Rejected, MomentInTheFuture, MomentBeforeTheRecord, OnlyInThePresent, IfMatchRequired, TooManyTries, Internal,
        DatabaseUnreachable, PositionNotReached, Starting, Timeout,
    ];

    /// <summary>The sort of problem that a bare status means when nothing more is known.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        401 => SignInRequired,
        403 => RoleMissing,
        404 => NotFound,
        405 => MethodNotAllowed,
        409 => Conflict,
        412 => VersionMismatch,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        421 => WrongHost,
        429 => TooManyTries,
        503 => Starting,
        504 => Timeout,
        >= 500 => Internal,
        _ => InvalidRequest with { Status = status },
    };
}
