using Dropzone.Ledger.Api.Hosting;

return await ServeCommand.RunAsync(args);
