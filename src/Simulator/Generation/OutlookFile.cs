using System.Buffers.Binary;
using System.Text;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Writes a mail as Outlook does (MS-OXMSG in MS-CFB): each property a stream, recipients and attachments in storages.</summary>
public static class OutlookFile
{
    private const uint End = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;
    private const uint OfTable = 0xFFFFFFFD;
    private const int Sector = 512;
    private const int MiniSector = 64;
    private const int Cutoff = 4096;

    /// <summary>The bytes of a <c>.msg</c> file.</summary>
    public static byte[] Write(
        string subject,
        string senderName,
        string senderAddress,
        IReadOnlyList<string> recipients,
        string messageId,
        string body,
        IReadOnlyList<(string Name, string ContentType, byte[] Content)> attachments)
    {
        var root = new Node("Root Entry", null);
        root.Add("0037001F", subject).Add("0C1A001F", senderName).Add("5D01001F", senderAddress).Add("1035001F", messageId).Add("1000001F", body);
        for (int i = 0; i < recipients.Count; i++)
        {
            root.Inside($"__recip_version1.0_#{i:X8}").Add("39FE001F", recipients[i]).Add("3001001F", recipients[i]);
        }

        for (int i = 0; i < attachments.Count; i++)
        {
            Node storage = root.Inside($"__attach_version1.0_#{i:X8}").Add("3707001F", attachments[i].Name).Add("370E001F", attachments[i].ContentType);
            storage.Children.Add(new Node("__substg1.0_37010102", attachments[i].Content));
        }

        return Lay(root);
    }

    private static byte[] Lay(Node root)
    {
        var all = new List<Node>();
        Number(root, all);
        var table = new List<uint>();
        using var sectors = new MemoryStream();
        using var mini = new MemoryStream();
        var miniTable = new List<uint>();
        foreach (Node node in all.Where(node => node.Content is not null))
        {
            bool small = node.Content!.Length < Cutoff;
            node.Start = node.Content.Length == 0 ? End : small ? Put(mini, miniTable, MiniSector, node.Content) : Put(sectors, table, Sector, node.Content);
        }

        root.Start = mini.Length == 0 ? End : Put(sectors, table, Sector, mini.ToArray());
        root.Size = (uint)mini.Length;
        uint miniAt = miniTable.Count == 0 ? End : Put(sectors, table, Sector, Bytes(miniTable));
        uint directoryAt = Put(sectors, table, Sector, Directory(all));
        int tableSectors = 1;
        while (((table.Count + tableSectors) * 4) + 0 > tableSectors * Sector)
        {
            tableSectors++;
        }

        uint tableAt = (uint)table.Count;
        table.AddRange(Enumerable.Repeat(OfTable, tableSectors));
        byte[] header = Header(directoryAt, miniAt, (miniTable.Count * 4 + Sector - 1) / Sector, tableAt, tableSectors);
        return [.. header, .. sectors.ToArray(), .. Padded(Bytes(table), tableSectors * Sector)];
    }

    private static byte[] Header(uint directory, uint miniTable, int miniSectors, uint table, int tableSectors)
    {
        var header = new byte[Sector];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        Put16(24, 0x3E);
        Put16(26, 3);
        Put16(28, 0xFFFE);
        Put16(30, 9);
        Put16(32, 6);
        Put32(44, (uint)tableSectors);
        Put32(48, directory);
        Put32(56, Cutoff);
        Put32(60, miniTable);
        Put32(64, (uint)miniSectors);
        Put32(68, End);
        for (int i = 0; i < 109; i++)
        {
            Put32(76 + (4 * i), i < tableSectors ? table + (uint)i : Free);
        }

        return header;

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(at), value);

        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
    }

    private static byte[] Directory(List<Node> all)
    {
        var directory = new byte[all.Count * 128];
        foreach (Node node in all)
        {
            Span<byte> entry = directory.AsSpan(node.Index * 128, 128);
            Encoding.Unicode.GetBytes(node.Name, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)((node.Name.Length + 1) * 2));
            entry[66] = (byte)(node.Index == 0 ? 5 : node.Content is null ? 1 : 2);
            entry[67] = 1;
            BinaryPrimitives.WriteUInt32LittleEndian(entry[68..], Free);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[72..], node.Right);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[76..], node.Children.Count == 0 ? Free : (uint)node.Children[0].Index);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], node.Content is null && node.Index != 0 ? 0 : node.Start);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[120..], node.Content is null ? node.Size : (uint)node.Content.Length);
        }

        return directory;
    }

    /// <summary>Siblings form a tree that only ever goes right: an ordered one, if no balanced one.</summary>
    private static void Number(Node node, List<Node> all)
    {
        node.Index = all.Count;
        all.Add(node);
        node.Children.Sort((a, b) => a.Name.Length != b.Name.Length ? a.Name.Length - b.Name.Length : string.CompareOrdinal(a.Name, b.Name));
        foreach (Node child in node.Children)
        {
            Number(child, all);
        }

        for (int i = 0; i + 1 < node.Children.Count; i++)
        {
            node.Children[i].Right = (uint)node.Children[i + 1].Index;
        }
    }

    private static uint Put(MemoryStream sectors, List<uint> table, int size, byte[] content)
    {
        uint start = (uint)table.Count;
        int count = (content.Length + size - 1) / size;
        sectors.Write(Padded(content, count * size));
        for (int i = 0; i < count; i++)
        {
            table.Add(i + 1 < count ? start + (uint)i + 1 : End);
        }

        return start;
    }

    private static byte[] Padded(byte[] content, int size)
    {
        Array.Resize(ref content, size);
        return content;
    }

    private static byte[] Bytes(List<uint> numbers)
    {
        var bytes = new byte[numbers.Count * 4];
        for (int i = 0; i < numbers.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), numbers[i]);
        }

        return bytes;
    }

    private sealed class Node(string name, byte[]? content)
    {
        public string Name { get; } = name;

        public byte[]? Content { get; } = content;

        public List<Node> Children { get; } = [];

        public int Index { get; set; }

        public uint Right { get; set; } = Free;

        public uint Start { get; set; }

        public uint Size { get; set; }

        public Node Add(string tag, string text)
        {
            Children.Add(new Node("__substg1.0_" + tag, Encoding.Unicode.GetBytes(text)));
            return this;
        }

        public Node Inside(string name)
        {
            var storage = new Node(name, null);
            Children.Add(storage);
            return storage;
        }
    }
}
