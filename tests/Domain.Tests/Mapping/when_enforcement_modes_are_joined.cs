using System.Text;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_enforcement_modes_are_joined
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);

    private static readonly MappedRecord Alert = DefenderAlertMapper.Map(Encoding.UTF8.GetBytes("""
        {"id":"a1","title":"DLP policy (Payroll) matched","severity":"low","status":"new","serviceSource":"dataLossPrevention","lastUpdateDateTime":"2026-11-20T06:02:00Z",
         "firstActivityDateTime":"2026-11-20T06:00:00Z","lastActivityDateTime":"2026-11-20T06:00:30Z",
         "evidence":[{"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"userPrincipalName":"m.bauer@example.org","azureAdUserId":"c0ffee00-aaaa-4bbb-8ccc-0123456789ab"}},
                     {"@odata.type":"#microsoft.graph.security.fileEvidence","fileDetails":{"fileName":"Payroll.xlsx","filePath":"C:\\Users\\mbauer\\Desktop"}}]}
        """));

    [Fact]
    public void an_alert_of_data_loss_prevention_is_told_by_its_source() => Assert.True(DlpEvents.Concerns(Alert.Facts));

    [Fact]
    public void events_of_its_user_time_and_file_give_the_modes()
    {
        var modes = DlpEvents.WithModes(Alert, [Event(4), Event(1, account: "M.BAUER@example.org"), Event(4)]).Facts.EnforcementModes;
        Assert.Equal(["audit", "block"], modes);
    }

    [Fact]
    public void events_of_others_do_not_count_and_it_says_so()
    {
        var joined = DlpEvents.WithModes(
            Alert,
            [Event(4, account: "other@example.org"), Event(4, after: TimeSpan.FromMinutes(20)), Event(4, file: "Other.xlsx"), Event(99)]);
        Assert.Null(joined.Facts.EnforcementModes);
        Assert.Contains("enforcementModes: not known", Assert.Single(joined.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void the_name_of_a_users_folder_is_no_fact() => Assert.Equal(@"C:\Users\*\Desktop", Alert.Facts.Files!.Single().Path);

    private static DlpEvent Event(int mode, string account = "c0ffee00-aaaa-4bbb-8ccc-0123456789ab", string? file = @"C:\Users\mbauer\Desktop\payroll.xlsx", TimeSpan after = default) =>
        new(At + after, [account], file, mode);
}
