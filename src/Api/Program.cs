return await Dropzone.Ledger.Api.Cli.LedgerCommandLine.RunAsync(args);
