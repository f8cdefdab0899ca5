using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Tests;

/// <summary>One event of every type, with every field filled: what the golden vectors were made from.</summary>
internal static class EventExamples
{
    private static readonly Actor Analyst = new(ActorKind.Person, "Zoë \"Z\" Müller");
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, 123, 456, TimeSpan.Zero);
    private static readonly SourceWindow Hour = new(Noon.AddHours(-1), Noon);
    private static readonly SourceVersion First = new("2026-11-20T06:02:41.1Z~0123456789abcdef", "2026-11-20T06:02:41.1Z");
    private static readonly TicketReference Ticket = new("sentinel-prod", "law-soc", "3f1c2d0a-7a0e-4a0b-9a37-3d1f5b0c9e21");
    private static readonly VaultReference Sealed = new(new string('a', 64), 4711);
    private static readonly Guid Id = new("11111111-2222-4333-8444-555555555555");

    internal static AlertFacts Facts { get; } = new()
    {
        Title = "Archive tool\tran 😀",
        Severity = "Medium",
        Status = "inProgress",
        Description = "line one\nline two",
        Classification = "truePositive",
        Determination = "malware",
        DetectionSource = "customDetection",
        ServiceSource = "microsoftDefenderForEndpoint",
        Products = ["Microsoft Defender for Endpoint"],
        Vendors = ["Microsoft"],
        Categories = ["Collection"],
        Techniques = ["T1560.001"],
        Tags = ["TICKET-88"],
        AssignedTo = "triage@example.org",
        ModifiedBy = "API-Application:ledger",
        CreatedAt = "2026-11-19T22:14:07.5533333Z",
        ModifiedAt = "2026-11-20T06:02:41.1Z",
        FirstActivityAt = "2026-11-19T22:09:55.4821Z",
        LastActivityAt = "2019-01-11 06:31:40",
        ResolvedAt = "2026-11-20T06:02:41Z",
        Url = "https://security.microsoft.com/alerts/da1_1?tid=7c0f4b8e",
        IncidentNumber = "812",
        ProviderIncidentId = "4711",
        Workspace = "law-soc",
        VendorAlertIds = ["da1_1", "1_1"],
        Alerts = [new SentinelAlertFacts
        {
            SystemAlertId = "8c1e0f55", Found = true, VendorAlertIds = ["da1_1"], Title = "t", Severity = "Low", Status = "New", Vendor = "Microsoft", Product = "p", Provider = "MDATP",
            DetectionSource = "antivirus", AlertType = "x", StartTime = "s", EndTime = "e", Tactics = ["Collection"], Techniques = ["T1560"], Url = "u",
        }],
        RedirectedTo = "4712",
        EntityCount = 2,
        CommentCount = 1,
    };

    private static ConnectorSettings Settings { get; } = new SentinelSettings
    {
        Name = "Sentinel (production)",
        Credentials = new ConnectorCredentials { ClientId = Id.ToString(), TenantId = "example.onmicrosoft.com", CertificateThumbprint = new string('b', 64) },
        Cloud = "usGov",
        EnabledSeverities = ["High", "Medium"],
        Exclusions = new Exclusions { Titles = [new TitleExclusion { Pattern = "Test *", Reason = "drills" }] },
        LogIngestionDelay = TimeSpan.FromSeconds(90),
        PollInterval = TimeSpan.FromMilliseconds(1500),
        PollLookback = TimeSpan.FromDays(2),
        Workspaces = [new SentinelWorkspace("law-soc", Id.ToString(), Id.ToString(), "rg-soc")],
        EnabledStatuses = ["New", "Active"],
        TicketSync = new TicketSyncSettings { UpdateStatusOnInvestigationChange = true },
    };

    internal static IReadOnlyDictionary<string, LedgerEvent> All { get; } = new LedgerEvent[]
    {
        new AccessTokenIssued { Token = Id, Name = "ci", Role = "auditor", ExpiresAt = Noon, By = Analyst },
        new AccessTokenRevoked { Token = Id, By = Actor.Ledger },
        new AlertAdmitted { Revision = 3, Reason = "No rule of revision 3 excludes it.", Cause = DecisionCause.Reevaluation },
        new AlertEvidenceKept
        {
            Evidence = "mail/0123456789abcdef0123456789abcdef", Document = new VaultReference(new string('b', 64), 4821),
            ObservedAt = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560),
        },
        new AlertEvidenceMissed
        {
            Evidence = "mail/0123456789abcdef0123456789abcdef", Code = "mail-gone", Reason = "it is not in the mailbox any more",
            ObservedAt = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560),
        },
        new AlertExcluded { Rule = "titles/3", Revision = 2, Field = "title", Value = "Test 1", Reason = "drills", Cause = DecisionCause.Ingest },
        new AlertIngested
        {
            Connector = "m365", Kind = AlertKind.DefenderAlert, SourceId = "da1_1", Version = First, Facts = Facts, Payload = Sealed, Entities = Sealed, Mapper = 1, Window = Hour,
            Origin = Origin.Live, ObservedAt = Noon, Warnings = ["$.title: missing"],
        },
        new AlertRedirected { Version = First, IntoSourceId = "4712", ObservedAt = Noon },
        new AlertRevised
        {
            Version = First, Facts = new AlertFacts { Title = "(untitled)", Severity = "Unknown", Status = "unknown" }, Changed = ["severity", "title"], Cause = RevisionCause.Echo,
            Payload = Sealed, Entities = Sealed, Mapper = 2, Window = Hour, Origin = Origin.Backfill, ObservedAt = Noon, Warnings = [],
        },
        new BackfillCancelled { Connector = "m365", Request = Id, By = Analyst, Reason = "wrong range" },
        new BackfillCompleted { Connector = "m365", Request = Id, Window = Hour },
        new BackfillRequested { Connector = "m365", Window = Hour, By = Analyst },
        new ConnectorConfigured { Connector = "sentinel-prod", Revision = 1, Settings = Settings, By = Analyst },
        new ConnectorDisabled { Connector = "m365", By = Analyst, Reason = "maintenance" },
        new ConnectorEnabled { Connector = "m365", By = Analyst },
        new ConnectorRemoved { Connector = "m365", By = Analyst },
        new CoverageGapAccepted { Connector = "m365", Resource = "alerts", Window = Hour, By = Analyst, Reason = "known outage" },
        new CoverageGapFound { Connector = "m365", Resource = "alerts", Window = Hour, Attempt = 5, ErrorCode = "bad-page" },
        new GroupRulesChanged { Revision = 1, Rules = [.. GroupRules.Default.Take(2)], By = Analyst },
        new InvestigationAssigned { Assignee = "Zoë", By = Analyst },
        new InvestigationNoteAdded { Text = "a note", By = Analyst },
        new InvestigationStatusChanged
        {
            From = InvestigationStatus.AwaitingReview, To = InvestigationStatus.Closed, Conclusion = Conclusion.Benign, By = Analyst, Reason = "expected", Tickets = [Ticket],
        },
        new LedgerExported { Position = 9007199254740991, Digest = new string('c', 64), By = Analyst },
        new PayloadErased { Commitments = [Sealed.Commitment], By = Analyst, Reason = "request" },
        new PollWindowCovered
        {
            Connector = "m365", Resource = "alerts", Window = Hour, FilterDigest = new string('d', 64), Origin = Origin.Reconcile, Settled = true, Attempt = 1, Polls = 2, Pages = 3,
            Received = 4, New = 5, Revised = 6, Excluded = 7, Warnings = ["w"],
        },
        new PollWindowFailed
        {
            Connector = "m365", Resource = "alerts", Window = Hour, Attempt = 2, ErrorCode = "throttled", Message = "slow down", RequestId = "r", WhatToDo = "wait", ObservedAt = Noon,
        },
        new ReadModelRebuilt
        {
            Projection = "alert-list", Generation = 2, Events = 10, Rows = 4, HashBefore = "h1", HashAfter = "h2", Took = TimeSpan.FromSeconds(61.5), By = Analyst,
        },
        new SecretRotated { Connector = "m365", Revision = 1, Field = "credentials.clientSecret", By = Analyst },
        new SignInRefused { Code = "token-expired", Token = Id, RemoteAddress = "127.0.0.1" },
        new SourceCounted { Connector = "m365", Resource = "alerts", Window = Hour, AtSource = 120, InLedger = 119, ObservedAt = Noon },
        new TicketStatusSynced
        {
            Intent = Id, Ticket = Ticket, Result = TicketSyncResult.AlreadyInSync, Before = new TicketFields("New"), After = new TicketFields("Closed", "TruePositive", "SuspiciousActivity", "c"),
            Etag = "\"5a00\"", Attempts = 1,
        },
        new TicketSyncFailed { Intent = Id, Ticket = Ticket, ErrorCode = "conflict", WhatToDo = "Look at the incident.", Attempts = 5 },
        new TicketSyncRequested { Ticket = Ticket, Cause = TicketSyncCause.Retry, Wanted = new TicketFields("Active"), Replaces = Id },
    }.ToDictionary(EventCodec.AliasOf, StringComparer.Ordinal);
}
