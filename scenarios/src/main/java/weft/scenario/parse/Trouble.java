package weft.scenario.parse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/**
 * Why a file could not be read or written, in words: the library has at times only the name of the
 * file or the class of the exception to say.
 */
public final class Trouble {

  private Trouble() {}

  /** The reason, a phrase that follows the name of the file and a colon. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    // What was in the way of a folder to be made.
    if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "it is a folder";
    }
    if (failure instanceof FileSystemLoopException) {
      return "its symbolic links form a circle";
    }
    String reason =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    return reason == null || reason.isBlank() ? "the system gives no reason" : words(reason);
  }

  private static String words(String reason) {
    return switch (reason) {
      case "No space left on device" -> "no space left";
      case "Disk quota exceeded" -> "the disk quota is used up";
      case "Read-only file system" -> "the file system is read-only";
      case "Not a directory" -> "a part of the path is not a folder";
      case "Is a directory" -> "it is a folder";
      case "File name too long" -> "the name is too long";
      case "Too many levels of symbolic links" -> "its symbolic links form a circle";
      default -> Quote.line(reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1));
    };
  }
}
