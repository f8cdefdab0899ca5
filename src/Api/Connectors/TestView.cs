using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>What a connector may do, asked without changing anything.</summary>
/// <param name="Passed">Whether nothing failed.</param>
/// <param name="Rows">Each permission.</param>
/// <param name="GrantedRoles">The application permissions in the token; empty when it does not say.</param>
/// <param name="NotNeeded">Permissions that older guides name, or that are granted, and that the ledger does not use.</param>
/// <param name="CredentialEndsAt">When the secret or certificate ends; absent when it cannot be read.</param>
/// <param name="DaysLeft">Whole days until then.</param>
/// <param name="Warning">What to say of the end: at 60, 30, 14, 7 and 1 days.</param>
public sealed record TestView(
    bool Passed,
    IReadOnlyList<TestRow> Rows,
    IReadOnlyList<string> GrantedRoles,
    IReadOnlyList<UnneededPermission> NotNeeded,
    DateTimeOffset? CredentialEndsAt,
    int? DaysLeft,
    string? Warning)
{
    internal static TestView Of(ConnectorTest test) => new(
        test.Passed,
        [.. test.Checks.Select(static c => new TestRow(c.Name, c.Grant, Word(c.Result), c.Code, c.Message, c.WhatToDo))],
        test.GrantedRoles,
        test.NotNeeded,
        test.Expiry?.EndsAt,
        test.Expiry?.DaysLeft,
        test.Expiry is { WarnedAt: not null } expiry ? $"{expiry.Message} {expiry.WhatToDo}" : null);

    internal static TestView Refused(SourceConnection.Refused refused) => new(
        Passed: false, [new TestRow("Sign in", "A client secret or certificate", "fail", refused.Code, refused.Message, refused.WhatToDo)], [], [], null, null, null);

    private static string Word(CheckResult result) => result switch
    {
        CheckResult.Pass => "pass",
        CheckResult.Fail => "fail",
        _ => "unknown",
    };
}

/// <summary>One permission.</summary>
/// <param name="Permission">What it is needed for.</param>
/// <param name="Grant">The exact permission or role to grant.</param>
/// <param name="Result"><c>pass</c>, <c>fail</c> or <c>unknown</c>.</param>
/// <param name="Code">A stable code when it did not pass.</param>
/// <param name="Message">What the source said.</param>
/// <param name="Remedy">What to do.</param>
public sealed record TestRow(string Permission, string Grant, string Result, string? Code, string? Message, string? Remedy);
