using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Journeys;

/// <summary>Somebody who has no pointer: whatever is used is reached with Tab first.</summary>
internal sealed class Keyboard(IPage page)
{
    private const int MostTabs = 120;

    /// <summary>What the focused element is called, as a reader of screens would say it: its label, else its text.</summary>
    private const string FocusedName = """
        () => {
          const at = document.activeElement;
          if (!at || at === document.body) return "";
          const by = at.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
          const label = at.labels?.length ? [...at.labels].map((each) => each.textContent).join(" ") : "";
          return (at.getAttribute("aria-label") || by || label || at.textContent || "").replace(/\*/g, "").trim();
        }
        """;

    /// <summary>Tabs until an element of this name has the focus.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">None of the elements that can be reached is called so.</exception>
    public async Task ReachAsync(string name)
    {
        var passed = new List<string>();
        for (var i = 0; i < MostTabs; i++)
        {
            var focused = await page.EvaluateAsync<string>(FocusedName);
            if (focused == name)
            {
                return;
            }

            passed.Add(focused);
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not reach '{name}'. It passed: {string.Join(" | ", passed.Distinct())}");
    }

    /// <summary>Reaches an element and presses Enter on it.</summary>
    public async Task PressAsync(string name)
    {
        await ReachAsync(name);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Reaches a field and replaces what it holds.</summary>
    public async Task WriteAsync(string name, string text)
    {
        await ReachAsync(name);
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Reaches a drop-down and chooses the option whose text begins so.</summary>
    public async Task ChooseAsync(string name, string option)
    {
        await ReachAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(option);
        await page.Keyboard.PressAsync("Enter");
    }
}
