package weft.topology.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;

/**
 * Reads a topology from a file whose name tells its format: {@code .graphml}, {@code .dot} or
 * {@code .gv}, {@code .json}.
 *
 * <p>Every method throws a {@link weft.topology.error.TopologyException} that begins with the file
 * and, where there is one, the line.
 */
public final class TopologyFile {

  private static final int LARGEST_BYTES = 64 << 20;

  private TopologyFile() {}

  /** Reads a file; optical modules are looked up in that catalogue. */
  public static Topology read(Path file, HardwareCatalog catalog) {
    Place whole = new Place(file.toString(), 0);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw whole.fault(
          (Files.isDirectory(file) ? "is a directory" : "is no regular file")
              + ", but a graph file is wanted");
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST_BYTES) {
        throw tooLarge(whole);
      }
      return parse(file.toString(), in.readNBytes(LARGEST_BYTES + 1), catalog);
    } catch (NoSuchFileException e) {
      throw whole.fault("there is no such file", e);
    } catch (IOException e) {
      throw whole.fault("cannot be read", e);
    }
  }

  /** Reads the text of a file of that name. */
  public static Topology parse(String file, String text, HardwareCatalog catalog) {
    return new DraftAssembler(draft(file, text), catalog).assemble();
  }

  static Topology parse(String file, byte[] bytes, HardwareCatalog catalog) {
    Place whole = new Place(file, 0);
    if (bytes.length > LARGEST_BYTES) {
      throw tooLarge(whole);
    }
    if (isUtf16(bytes)) {
      throw whole.fault("is in UTF-16, but UTF-8 is wanted");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw whole.fault("is not text in UTF-8", e);
    }
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw whole.fault("is binary, not text: character %d is zero".formatted(zero));
    }
    return parse(file, text.startsWith("\uFEFF") ? text.substring(1) : text, catalog);
  }

  /** Whether it begins with the byte order mark of UTF-16, either way round. */
  private static boolean isUtf16(byte[] bytes) {
    return bytes.length > 1
        && Math.min(bytes[0], bytes[1]) == (byte) 0xFE
        && Math.max(bytes[0], bytes[1]) == (byte) 0xFF;
  }

  private static RuntimeException tooLarge(Place whole) {
    return whole.fault("is larger than 64 MiB, the most that a graph file may have");
  }

  private static GraphDraft draft(String file, String text) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".graphml")) {
      return GraphMlReader.read(file, text);
    }
    if (name.endsWith(".dot") || name.endsWith(".gv")) {
      return DotReader.read(file, text);
    }
    if (name.endsWith(".json")) {
      return JsonGraphReader.read(file, text);
    }
    throw new Place(file, 0)
        .fault("the name tells no format; it ends with .graphml, .dot, .gv or .json");
  }
}
