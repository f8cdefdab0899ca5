using System.Reflection;
using Dropzone.Ledger.Api.Problems;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>Filters that every endpoint of the API runs through.</summary>
public static class RequestRules
{
    /// <summary>Answers the refusal of an unreadable body or header before the endpoint runs.</summary>
    public static async ValueTask<object?> RefuseUnreadable(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var refusal = context.Arguments.OfType<IRefusable>().Select(static a => a.Refusal).FirstOrDefault(static r => r is not null);
        return refusal ?? await next(context);
    }

    /// <summary>
    /// Refuses query parameters that the endpoint does not have: a misspelt filter that is silently ignored shows a list that nobody asked for.
    /// Refuses a NUL in any of them, too: no stored text holds one, and PostgreSQL takes none.
    /// </summary>
    public static EndpointFilterDelegate RefuseUnknownParameters(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        var known = factory.MethodInfo.GetParameters().SelectMany(Names).Append(ReadBarrier.Parameter).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return context =>
        {
            var query = context.HttpContext.Request.Query;
            var unknown = query.Keys.FirstOrDefault(key => !known.Contains(key));
            var broken = query.FirstOrDefault(static given => given.Value.Any(static text => text?.Contains('\0', StringComparison.Ordinal) == true)).Key;
            var refusal = unknown is not null
                ? Problem.Field(Problem.PlainName(unknown), "There is no such parameter here.", "Leave it out, or check its spelling.")
                : broken is not null ? Problem.Field(broken, "It holds a NUL.", "Type it anew.") : null;
            return refusal is null ? next(context) : ValueTask.FromResult<object?>(refusal);
        };
    }

    private static IEnumerable<string> Names(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is null
            ? [parameter.Name ?? ""]
            : parameter.ParameterType.GetProperties().Select(static p => p.Name);
}
