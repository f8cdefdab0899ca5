import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from "@fluentui/react-components";
import { useEffect, useState } from "react";

const brand: BrandVariants = {
  10: "#020409", 20: "#0d1828", 30: "#112845", 40: "#133660", 50: "#15447b", 60: "#175398", 70: "#1b62b3", 80: "#2371cb", 90: "#3b82da",
  100: "#5493e3", 110: "#6ba3ea", 120: "#83b3ef", 130: "#9bc3f4", 140: "#b3d2f7", 150: "#cce1fa", 160: "#e5f0fd",
};

const light: Theme = { ...createLightTheme(brand), colorNeutralForeground3: "#575757", colorNeutralForeground4: "#616161" };
const dark: Theme = { ...createDarkTheme(brand), colorBrandForeground1: brand[120], colorBrandForeground2: brand[130], colorBrandForegroundLink: brand[120] };

/** What the reader chose; `system` follows the device. */
export type Choice = "system" | "light" | "dark";

const stored = "ledger-theme";
const device = window.matchMedia("(prefers-color-scheme: dark)");

/** The theme in force, and how to choose another. */
export function useTheme(): { theme: Theme; choice: Choice; choose: (choice: Choice) => void } {
  const [choice, setChoice] = useState<Choice>(() => (localStorage.getItem(stored) as Choice | null) ?? "system");
  const [deviceIsDark, setDeviceIsDark] = useState(device.matches);
  useEffect(() => {
    const changed = () => setDeviceIsDark(device.matches);
    device.addEventListener("change", changed);
    return () => device.removeEventListener("change", changed);
  }, []);
  const isDark = choice === "dark" || (choice === "system" && deviceIsDark);
  useEffect(() => {
    document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
  }, [isDark]);
  return {
    theme: isDark ? dark : light,
    choice,
    choose: (next) => {
      localStorage.setItem(stored, next);
      setChoice(next);
    },
  };
}
