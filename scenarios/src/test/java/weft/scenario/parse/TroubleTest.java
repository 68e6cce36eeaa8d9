package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Reasons in words, whatever the library puts them in. */
final class TroubleTest {

  @Test
  void theClassesOfTheLibrary() {
    assertThat(Trouble.reason(new AccessDeniedException("a"))).isEqualTo("permission denied");
    assertThat(Trouble.reason(new FileAlreadyExistsException("a"))).isEqualTo("it is not a folder");
    assertThat(Trouble.reason(new DirectoryNotEmptyException("a"))).isEqualTo("it is a folder");
    assertThat(Trouble.reason(new NoSuchFileException("a")))
        .isEqualTo("there is no such file or folder");
  }

  @Test
  void theWordsOfTheSystem() {
    assertThat(Trouble.reason(new IOException("No space left on device")))
        .isEqualTo("no space left");
    assertThat(Trouble.reason(new FileSystemException("a", null, "Not a directory")))
        .isEqualTo("a part of the path is not a folder");
    assertThat(Trouble.reason(new FileSystemException("a", null, "Stale file\nhandle")))
        .isEqualTo("stale file\\nhandle");
  }

  @Test
  void silence() {
    assertThat(Trouble.reason(new IOException())).isEqualTo("the system gives no reason");
    assertThat(Trouble.reason(new FileSystemException("a")))
        .isEqualTo("the system gives no reason");
  }
}
