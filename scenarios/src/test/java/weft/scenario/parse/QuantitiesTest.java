package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.Shape;

/** Values with units; what is said about bad ones is tested with the other messages. */
@Tag("slow")
final class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "TIME, 0s, 0",
    "TIME, 1ps, 1",
    "TIME, 1ns, 1000",
    "TIME, 1us, 1000000",
    "TIME, 1µs, 1000000",
    "TIME, 1μs, 1000000",
    "TIME, 1.5us, 1500000",
    "TIME, .5us, 500000",
    "TIME, 1.528us, 1528000",
    "TIME, 1e-3ms, 1000000",
    "TIME, +2 ms, 2000000000",
    "TIME, 1s, 1000000000000",
    "TIME, 1min, 60000000000000",
    "TIME, 1h, 3600000000000000",
    "TIME, 9223372036854775807ps, 9223372036854775807",
    "RATE, 1bps, 1",
    "RATE, 1b/s, 1",
    "RATE, 1Bps, 8",
    "RATE, 1B/s, 8",
    "RATE, 400Gbps, 400000000000",
    "RATE, 400Gb/s, 400000000000",
    "RATE, 50GBps, 400000000000",
    "RATE, 50GB/s, 400000000000",
    "RATE, 3.2Tbps, 3200000000000",
    "RATE, 0.4Tbps, 400000000000",
    "RATE, 1kbps, 1000",
    "RATE, 1Kibps, 1024",
    "RATE, 1GiB/s, 8589934592",
    "RATE, 0.125Bps, 1",
    "SIZE, 1B, 1",
    "SIZE, 1kB, 1000",
    "SIZE, 1MB, 1000000",
    "SIZE, 1GB, 1000000000",
    "SIZE, 1TB, 1000000000000",
    "SIZE, 1KiB, 1024",
    "SIZE, 1MiB, 1048576",
    "SIZE, 8GiB, 8589934592",
    "SIZE, 1TiB, 1099511627776",
    "SIZE, 0.5KiB, 512",
    "SIZE, 1e6B, 1000000",
    "SIZE, 524288TiB, 576460752303423488",
    "LENGTH, 30m, 30000",
    "LENGTH, 1.5km, 1500000",
    "LENGTH, 2mm, 2",
  })
  void means(Dimension dimension, String text, long value) throws BadValueException {
    assertThat(Quantities.parse(any(dimension), text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "us",
        "1",
        "1 1us",
        "1us1",
        "--1us",
        "1..5us",
        "1e us",
        "0x10us",
        "1us ",
        "1 u s",
        "١us",
        "1e1e1us",
        "1_0us",
        "1,0us",
        "Infinityus",
        "NaNus",
        "0.1ps",
        "-1ps",
        "9223372036854775808ps",
        "1Us",
        "1uS",
        "1S",
        "1Min",
        "1m",
        "1B",
        "1bps",
        "\0us",
        "1µ",
        "1e400s",
        "1e-400s"
      })
  void isNoTime(String text) {
    assertThatThrownBy(() -> Quantities.parse(any(Dimension.TIME), text))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void aMillionDigitsAreRefusedAtOnce() {
    assertThatThrownBy(() -> Quantities.parse(any(Dimension.SIZE), "9".repeat(1_000_000) + "B"))
        .isInstanceOf(BadValueException.class)
        .hasMessageStartingWith("\"9999")
        .message()
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME, 0, 0us",
    "TIME, 1528000, 1528ns",
    "TIME, 1500000, 1.5us",
    "TIME, 1000001, 1000001ps",
    "TIME, 60000000000000, 60s",
    "RATE, 400000000000, 400Gbps",
    "RATE, 1, 1bps",
    "SIZE, 1048576, 1MiB",
    "SIZE, 1000000, 1MB",
    "SIZE, 1536, 1536B",
    "SIZE, 8589934592, 8GiB",
    "LENGTH, 30000, 30m",
  })
  void isWrittenShortest(Dimension dimension, long value, String text) {
    assertThat(Quantities.format(dimension, value)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(Dimension.class)
  void comesBackAsItWasWritten(Dimension dimension) throws BadValueException {
    long seed = 20_261_107;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long value = (random.nextLong() >>> 1 >>> random.nextInt(63)) % dimension.max();
      String text = Quantities.format(dimension, value);
      assertThat(Quantities.parse(any(dimension), text))
          .as("seed %d, %s", seed, text)
          .isEqualTo(value);
    }
    long most = dimension.max();
    assertThat(Quantities.parse(any(dimension), Quantities.format(dimension, most)))
        .isEqualTo(most);
  }

  private static Shape.Quantity any(Dimension dimension) {
    return new Shape.Quantity(dimension, 0, dimension.max(), "1" + dimension.usualUnit());
  }
}
