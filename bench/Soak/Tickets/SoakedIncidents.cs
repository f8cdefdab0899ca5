using System.Globalization;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>The incidents at the source, each as it was published: what the ledger does not own must be so at the end, byte for byte.</summary>
internal sealed class SoakedIncidents
{
    private static readonly string[] Ours = ["status", "classification", "classificationReason", "classificationComment"];

    // What the service itself writes at every change.
    private static readonly string[] Stamps = ["lastModifiedTimeUtc", "commentsCount", "alertsCount"];

    private readonly SimulatedCloud cloud;
    private readonly Dictionary<string, string> published = new(StringComparer.Ordinal);

    /// <summary>Publishes so many incidents with odd fields of all sorts.</summary>
    /// <param name="cloud">The source.</param>
    /// <param name="count">How many.</param>
    /// <param name="folding">The first so many have an alert each: only by its alerts it is known into which incident one was folded.</param>
    /// <param name="random">Makes them.</param>
    public SoakedIncidents(SimulatedCloud cloud, int count, int folding, Random random)
    {
        this.cloud = cloud;
        for (var number = 1; number <= count; number++)
        {
            var name = $"00000000-0000-4000-8000-{number:d12}";
            cloud.PublishSentinelIncident(Incident(name, number, cloud.Now, random), number <= folding ? [$"soak-alert-{number}"] : []);
            published.Add(name, Others(cloud.ShowIncident(name)!));
        }

        Names = [.. published.Keys];
    }

    /// <summary>The names of all, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether everything that is not ours is as it was published, or as another writer left its labels.</summary>
    public bool IsUntouched(string name) => cloud.ShowIncident(name) is { } now && Others(now) == published[name];

    private static string Others(string record)
    {
        var properties = JsonNode.Parse(record)!["properties"]!.AsObject();
        foreach (var own in Ours.Append("labels"))
        {
            properties.Remove(own);
        }

        foreach (var stamp in Stamps)
        {
            properties.Remove(stamp);
            (properties["additionalData"] as JsonObject)?.Remove(stamp);
        }

        return properties.ToJsonString();
    }

    private static string Incident(string name, int number, DateTimeOffset at, Random random)
    {
        var time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["id"] = $"/subscriptions/s/resourceGroups/r/providers/Microsoft.SecurityInsights/Incidents/{name}",
            ["name"] = name,
            ["type"] = "Microsoft.SecurityInsights/Incidents",
            ["properties"] = new JsonObject
            {
                ["title"] = $"Collection activity on endpoint {number} {Text(random)}",
                ["description"] = Text(random),
                ["severity"] = random.Next(2) == 0 ? "High" : "Low",
                ["status"] = "New",
                ["owner"] = new JsonObject
                {
                    ["objectId"] = null, ["email"] = null, ["assignedTo"] = "triage@example.org", ["userPrincipalName"] = null, ["ownerType"] = "Unknown",
                },
                ["labels"] = new JsonArray(new JsonObject { ["labelName"] = "TICKET-88", ["labelType"] = "User" }),
                ["createdTimeUtc"] = time,
                ["lastModifiedTimeUtc"] = time,
                ["incidentNumber"] = number,
                ["providerName"] = "Azure Sentinel",
                ["teamInformation"] = new JsonObject { ["teamId"] = Text(random), ["n"] = random.NextDouble() },
                [$"unknown{random.Next(9)}"] = new JsonArray(Text(random), random.Next(), null, new JsonObject { ["x"] = Text(random) }),
                ["additionalData"] = new JsonObject { ["alertsCount"] = 0, ["commentsCount"] = 0, ["tactics"] = new JsonArray("Collection") },
            },
        }.ToJsonString();
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(32, 0x2FF)));
}
