# The product without an embedded PostgreSQL: give it ConnectionStrings__Ledger (see docker-compose.yml).
FROM ubuntu:26.04 AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends dotnet-sdk-10.0 nodejs npm ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/Api -c Release -o /app

FROM ubuntu:26.04
RUN apt-get update \
 && apt-get install -y --no-install-recommends aspnetcore-runtime-10.0 ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/ledger ledger
COPY --from=build /app /app
USER ledger
ENV Ledger__DataDirectory=/var/lib/ledger DOTNET_EnableDiagnostics=0
EXPOSE 8443
ENTRYPOINT ["/app/ledger"]
CMD ["serve"]
