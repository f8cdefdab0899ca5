namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>The entities document of one version of an alert. Lies in the vault, never in an event.</summary>
/// <param name="Items">The entities, as the source ordered them.</param>
public sealed record AlertEntities(IReadOnlyList<AlertEntity> Items);

/// <summary>One user, device, address, mail, file, url … that an alert speaks of, or a comment on it.</summary>
/// <param name="Kind">An open word: <c>user</c>, <c>device</c>, <c>ip</c>, <c>url</c>, <c>file</c>, <c>process</c>, <c>mail</c>, <c>mailbox</c>, <c>app</c>, <c>registry</c>, <c>comment</c>, <c>other</c> …</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Properties">Its other fields by name, text.</param>
public sealed record AlertEntity(string Kind, string Name, IReadOnlyDictionary<string, string> Properties);
