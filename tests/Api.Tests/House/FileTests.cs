namespace Dropzone.Ledger.Api.Tests.House;

public sealed class FileTests
{
    private const int LongestFile = 300;

    [Fact]
    public void no_file_of_src_is_longer_than_three_hundred_lines()
    {
        var tooLong = Repository.Written(".cs", ".sql", ".js", ".css", ".ts", ".tsx")
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LongestFile);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void only_the_event_store_names_the_tables_of_events()
    {
        var elsewhere = Repository.Written(".cs", ".sql")
            .Where(file => !Path.GetRelativePath(Repository.Source, file).StartsWith("EventStore", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("ledger.mt_", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, file));
        Assert.Empty(elsewhere);
    }
}
