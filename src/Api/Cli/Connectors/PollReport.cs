using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Cli.Connectors;

/// <summary>What a poll brought, a line a resource.</summary>
internal static class PollReport
{
    public static void Print(JsonElement answer)
    {
        foreach (var resource in answer.Items("resources"))
        {
            var name = SafeText.Of(resource.Text("resource"));
            if (resource.Field("failed") is { } failure)
            {
                Console.Out.WriteLine($"{name}: failed — {SafeText.Of(failure.Text("message"))} ({SafeText.Of(failure.Text("code"))})");
                WriteIf("  what to do: ", failure.Text("whatToDo"));
                WriteIf("  request id: ", failure.Text("requestId"));
            }
            else
            {
                Console.Out.WriteLine(
                    $"{name}: {resource.Number("received")} received, {resource.Number("new")} new, {resource.Number("revised")} revised, "
                    + $"{resource.Number("excluded")} excluded, in {resource.Number("windows")} window(s) and {resource.Number("pages")} page(s)");
            }

            foreach (var warning in resource.Items("warnings"))
            {
                Console.Out.WriteLine($"  warning: {SafeText.Of(warning.GetString())}");
            }
        }

        if (answer.Text("busyElsewhere") == "true")
        {
            Console.Out.WriteLine("Another process polls this connector; it was woken. 'ledger replay --connector' shows what it reads.");
        }
    }

    private static void WriteIf(string label, string? text)
    {
        if (text is not null)
        {
            Console.Out.WriteLine(label + SafeText.Of(text));
        }
    }
}
