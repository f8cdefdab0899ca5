using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>The analytics rules of a further workspace: they fire now and then, over the last seven days and on.</summary>
internal sealed class WorkspaceRules(SimulatedWorld world, int seed)
{
    private int fired;

    /// <summary>Plans a history and an endless stream.</summary>
    public void Plan(int history, double perMinute, DateTimeOffset start)
    {
        for (int i = 0; i < history; i++)
        {
            Fire(start - TimeSpan.FromDays(7) + (TimeSpan.FromDays(7) / (history + 1) * (i + 1)));
        }

        if (perMinute > 0)
        {
            Next(start + TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1) / perMinute);
        }
    }

    private void Next(DateTimeOffset at, TimeSpan pace) => world.Schedule.Plan(at, now =>
    {
        Fire(now);
        Next(now + pace, pace);
    });

    private void Fire(DateTimeOffset at)
    {
        int number = fired++;
        Scene scene = Scene.From(SeededStream.For(seed, $"{world.Tenant.WorkspaceName}/{number}"));
        world.Schedule.Plan(at, new RuleRun(world, scene, 100 + number).Fire);
    }
}
