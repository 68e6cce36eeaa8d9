package weft.scenario.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A stream of UTF-8 that knows whether its reader has gone, as {@code head} does once it has its
 * lines. Java ignores SIGPIPE and reports EPIPE as a failure to write; that it is this one only its
 * text says ("Broken pipe"), which glibc and the BSDs keep in their translations, too (an
 * assumption). Where it does not, it is a failure as any other.
 */
final class PipeStream extends PrintStream {

  private final Sink sink;

  PipeStream(OutputStream out) {
    this(new Sink(out));
  }

  private PipeStream(Sink sink) {
    super(sink, false, StandardCharsets.UTF_8);
    this.sink = sink;
  }

  /** Whether something could not be written for want of a reader. */
  boolean isClosedByReader() {
    flush();
    return sink.isClosedByReader;
  }

  private static final class Sink extends FilterOutputStream {

    private volatile boolean isClosedByReader;

    private Sink(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int first, int count) throws IOException {
      try {
        out.write(bytes, first, count);
      } catch (IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        isClosedByReader |= text.contains("broken pipe");
        throw e;
      }
    }
  }
}
