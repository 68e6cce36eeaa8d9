package weft.scenario.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.scenario.parse.Trouble;

/**
 * Where results go as files, all of them or none: no file is replaced before all are written.
 *
 * <p>What it throws names the file and the reason in words.
 */
final class OutputFolder {

  /** About as much as small results need. */
  private static final int TRIAL_BYTES = 64 << 10;

  private final Path folder;

  OutputFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes one file; what is no file, such as a device, is written to, not replaced. */
  static void writeFile(Path file, String text) throws IOException {
    Path whole = file.toAbsolutePath();
    Path parent = whole.getParent();
    Path name = whole.getFileName();
    boolean isDevice = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    if (parent != null && name != null && !isDevice) {
      Path folder = file.getParent() == null ? Path.of("") : file.getParent();
      new OutputFolder(folder).write(Map.of(name.toString(), text));
      return;
    }
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /** Makes the folder and tries it, to find out before a long run whether these can be written. */
  void prepare(Collection<String> names) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw trouble(folder, e);
    }
    Path trial = temporary("trial");
    try {
      Files.write(trial, new byte[TRIAL_BYTES]);
      Files.delete(trial);
    } catch (IOException e) {
      throw trouble(folder, e);
    } finally {
      delete(List.of(trial));
    }
    requireNoFolders(names);
  }

  /** Writes these texts into files of these names. */
  void write(Map<String, String> texts) throws IOException {
    Map<String, Path> written = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Path temporary = temporary(text.getKey());
        written.put(text.getKey(), temporary);
        try {
          Files.writeString(temporary, text.getValue(), StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw trouble(folder.resolve(text.getKey()), e);
        }
      }
      requireNoFolders(texts.keySet());
      for (Map.Entry<String, Path> file : written.entrySet()) {
        move(file.getValue(), folder.resolve(file.getKey()));
      }
    } finally {
      delete(written.values());
    }
  }

  /** Not createTempFile: what it makes only its owner can read, and so it would stay. */
  private Path temporary(String name) {
    return folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".tmp");
  }

  private void requireNoFolders(Collection<String> names) throws IOException {
    for (String name : names) {
      Path target = folder.resolve(name);
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(target.toString(), null, "it is a folder");
      }
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw trouble(to, e);
    }
  }

  private static void delete(Collection<Path> temporaries) {
    for (Path temporary : temporaries) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // Those that were moved are gone; what else stands in the way has been said already.
      }
    }
  }

  /** The library's own words name the file only at times, and then not always the one meant. */
  private static FileSystemException trouble(Path file, IOException cause) {
    FileSystemException named =
        new FileSystemException(file.toString(), null, Trouble.reason(cause));
    named.initCause(cause);
    return named;
  }
}
