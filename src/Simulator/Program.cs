using System.Text.Json;
using Dropzone.Ledger.Simulator;

(SimulatorOptions? options, bool json, string? wrong) = CommandLine.Read(args);
if (options is null)
{
    await Console.Error.WriteLineAsync($"{wrong}{Environment.NewLine}{CommandLine.Usage}");
    return 2;
}

try
{
    await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(options, CancellationToken.None);
    string certificate = Path.Combine(options.StateDirectory!, "simulator-ca.pem");
    if (json)
    {
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            baseAddress = cloud.BaseAddress,
            caCertificatePath = certificate,
            controlUrl = new Uri(cloud.BaseAddress, "/control/"),
            controlKey = cloud.ControlKey,
            tenant = cloud.Tenant,
        }, JsonSerializerOptions.Web));
    }
    else
    {
        Console.WriteLine($"A simulated Microsoft cloud is listening on {cloud.BaseAddress}; trust {certificate}; control key {cloud.ControlKey}");
        Console.WriteLine(JsonSerializer.Serialize(cloud.Tenant, JsonSerializerOptions.Web));
    }

    await cloud.WaitForShutdownAsync(CancellationToken.None);
    return 0;
}
catch (Exception refused) when (refused is IOException or InvalidDataException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
