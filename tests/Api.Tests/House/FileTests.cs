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
}
