/** Runs something under the browser's tracing. @returns {Promise<number[]>} how long each task of the page's main thread took, in milliseconds */
export async function tracedTasks(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value.filter((each) => each.name === "RunTask" || each.name === "thread_name" || each.name === "ThreadControllerImpl::RunTask")));
  await session.send("Tracing.start", { traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"] }, transferMode: "ReportEvents" });
  await act();
  const ended = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.end");
  await ended;
  const mains = new Set(events.filter((each) => each.name === "thread_name" && each.args?.name === "CrRendererMain").map((each) => `${each.pid} ${each.tid}`));
  const tasks = events.filter((each) => each.name === "RunTask" && each.ph === "X" && mains.has(`${each.pid} ${each.tid}`)).map((each) => each.dur / 1000);
  await session.detach();
  if (tasks.length === 0) {
    throw new Error("The trace holds no task of the page's main thread.");
  }
  return tasks;
}
