using System.Reflection;
using System.Xml.Linq;

namespace Dropzone.Ledger.Api.Tests.House;

/// <summary>Data flows one way, and so do the references between the rooms.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["EventStore"] = [],
        ["MicrosoftCloud"] = [],
        ["Simulator"] = [],
        ["Projections"] = ["Domain", "EventStore"],
        ["Ingestion"] = ["Domain", "EventStore", "MicrosoftCloud"],
        ["TicketSync"] = ["Domain", "EventStore", "MicrosoftCloud"],
        ["Api"] = ["Domain", "EventStore", "Ingestion", "MicrosoftCloud", "Projections", "Simulator", "TicketSync"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void a_project_refers_to_no_room_but_those_it_may(string room)
    {
        var references = Project(room).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(Allowed[room], StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void an_assembly_refers_to_no_room_but_those_it_may(string room)
    {
        var name = room == "Api" ? "ledger" : $"Dropzone.Ledger.{room}";
        var references = Assembly.Load(name).GetReferencedAssemblies()
            .Where(reference => reference.Name!.StartsWith("Dropzone.Ledger.", StringComparison.Ordinal))
            .Select(reference => reference.Name!["Dropzone.Ledger.".Length..]);
        Assert.Empty(references.Except(Allowed[room], StringComparer.Ordinal));
    }

    [Fact]
    public void the_domain_refers_to_no_package() => Assert.Empty(Project("Domain").Descendants("PackageReference"));

    [Fact]
    public void every_room_is_known_here() => Assert.Equal(
        Allowed.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateDirectories(Repository.Source)
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    private static XDocument Project(string room) => XDocument.Load(Path.Combine(Repository.Source, room, $"{room}.csproj"));
}
